using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What a meta-step makes of an axis' matrices, for some members of a batch.</summary>
/// <param name="Lr">lr_{dim} [members, size, size]; the old one where there was no meta-gradient, or the new one was not finite.</param>
/// <param name="GradCov">grad_cov_{dim} [members, size, size].</param>
/// <param name="IsIndefinite">By member whether the new matrix is not positive definite in its precision.</param>
/// <param name="IsKept">By member whether the new matrix was not finite, so that the old one stays.</param>
/// <param name="IsOneDirection">By member whether the step that all its matrices made has collapsed; null where there was no meta-gradient.</param>
internal sealed record LearnedMatrix(Tensor Lr, Tensor GradCov, bool[] IsIndefinite, bool[] IsKept, bool?[] IsOneDirection) : IDisposable
{
    public void Dispose()
    {
        Lr.Dispose();
        GradCov.Dispose();
    }
}
