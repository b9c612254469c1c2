using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What an update of the stable form makes, for some members of a batch; nothing of it is written yet.</summary>
/// <param name="Axes">The matrices by axis.</param>
/// <param name="SecondMoments">Of a <see cref="RotatedBase"/>, [members, …]; null where there is none.</param>
/// <param name="Scale">Its scale, [members, …].</param>
/// <param name="Rates">What is <see cref="Forgetting.Rate"/> then, by member; null where nothing is forgotten.</param>
/// <param name="Snap">The momentum that the next update looks back to, [members, …].</param>
/// <param name="Objective">By member.</param>
/// <param name="Agreement">By member.</param>
/// <param name="IsOneDirection">By member whether the step it learned from has collapsed; null where none was learned from.</param>
internal sealed record StableUpdate(StableMatrix[] Axes, Tensor? SecondMoments, Tensor? Scale, Tensor? Rates, Tensor Snap, Tensor Objective, Tensor Agreement, bool?[] IsOneDirection) : IDisposable
{
    private IEnumerable<Tensor?> Tensors => Axes.SelectMany(a => new[] { a.K, a.P, a.Q, a.B, a.Lr, a.Covariance }).Concat([SecondMoments, Scale, Rates, Snap, Objective, Agreement]);

    /// <summary>Takes the tensors out of the scope they were made in.</summary>
    internal StableUpdate Detached()
    {
        foreach (var tensor in Tensors)
            tensor?.DetachFromDisposeScope();
        return this;
    }

    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor?.Dispose();
    }
}
