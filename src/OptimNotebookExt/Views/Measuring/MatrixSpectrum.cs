using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>Eigenvalues of a symmetric matrix or singular values of any, all of them or estimates of the extreme ones.</summary>
/// <param name="Values">Descending; the Ritz values where estimated.</param>
/// <param name="IsEstimated">Whether only a few Lanczos steps were made.</param>
/// <param name="Name">"eigenvalue" or "singular value".</param>
internal sealed record MatrixSpectrum(double[] Values, bool IsEstimated, string Name)
{
    /// <summary>The largest matrix whose whole spectrum is computed unasked.</summary>
    internal const long FullUpTo = 512;

    /// <summary>Fewer than a history takes: a view of a 4096 × 4096 matrix has 400 ms.</summary>
    private const int LanczosSteps = 12;

    internal double Least => Values[^1];

    internal double Greatest => Values[0];

    /// <param name="matrix">A finite matrix with elements, of a real dtype.</param>
    /// <param name="symmetric">Take eigenvalues, of (A + Aᵀ)/2.</param>
    /// <param name="isExactlySymmetric">Whether A = Aᵀ up to rounding, which spares the second product.</param>
    /// <param name="full">The whole spectrum whatever the size.</param>
    internal static MatrixSpectrum Of(Tensor matrix, bool symmetric, bool isExactlySymmetric, bool full)
    {
        using var scope = torch.NewDisposeScope();
        var name = symmetric ? "eigenvalue" : "singular value";
        if (full || matrix.shape.Min() <= FullUpTo && matrix.shape.Max() <= 64 * FullUpTo)
        {
            var values = symmetric ? linalg.eigvalsh(Symmetrized(matrix)) : linalg.svdvals(matrix.cpu().to(ScalarType.Float64));
            return new MatrixSpectrum([.. values.Doubles().OrderDescending()], false, name);
        }
        var real = matrix.dtype is ScalarType.Float32 or ScalarType.Float64 ? matrix : matrix.to(ScalarType.Float32);
        var wide = real.shape[0] < real.shape[1];
        Func<Tensor, Tensor> product = !symmetric ? v => wide ? Times(real, Times(real.t(), v)) : Times(real.t(), Times(real, v))
            : isExactlySymmetric ? v => Times(real, v)
            : v => Times(real, v).Plus(Times(real.t(), v)).Over(2);
        var ritz = Lanczos.RitzValues(product, real.shape.Min(), real.device, LanczosSteps);
        return new MatrixSpectrum([.. ritz.Select(v => symmetric ? v : Math.Sqrt(Math.Max(v, 0))).OrderDescending()], true, name);
    }

    /// <summary>(A + Aᵀ)/2 in float64 on the host.</summary>
    internal static Tensor Symmetrized(Tensor matrix)
    {
        var real = matrix.cpu().to(ScalarType.Float64);
        return real.Plus(real.t()).Over(2);
    }

    private static Tensor Times(Tensor matrix, Tensor vector)
    {
        using var scope = torch.NewDisposeScope();
        return matrix.mv(vector.to(matrix.dtype)).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
