using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>Whether a symmetric matrix is positive (semi-)definite, as a sentence that says how it is known.</summary>
internal static class Definiteness
{
    /// <summary>Above this size a Cholesky decomposition takes too long for a view.</summary>
    private const long CholeskyUpTo = 1024;

    internal static string Of(Tensor matrix, MatrixSpectrum spectrum, double epsilon)
    {
        using var scope = torch.NewDisposeScope();
        var n = matrix.shape[0];
        var rounding = n * epsilon * Math.Max(Math.Abs(spectrum.Greatest), Math.Abs(spectrum.Least));
        if (n > CholeskyUpTo)
        {
            // A Ritz value is vᵀAv of a unit vector v: below 0 it proves, above 0 it does not.
            return spectrum.Least < -rounding
                ? $"no: vᵀAv = {ViewText.Number(spectrum.Least)} for a unit vector v"
                : $"nothing against it (no Cholesky above n = {CholeskyUpTo}; least estimate {ViewText.Number(spectrum.Least)})";
        }
        var symmetric = MatrixSpectrum.Symmetrized(matrix);
        if (Succeeds(symmetric))
            return "yes, positive definite (Cholesky)";
        if (Succeeds(symmetric.Plus(eye(n, dtype: ScalarType.Float64).Times(rounding))))
            return $"yes, up to rounding (Cholesky of A + {ViewText.Number(rounding)}·I)";
        return spectrum.IsEstimated && spectrum.Least >= 0
            ? "no (Cholesky breaks down)"
            : $"no: the least {spectrum.Name} is {ViewText.Number(spectrum.Least)} (Cholesky breaks down)";
    }

    private static bool Succeeds(Tensor symmetric) => linalg.cholesky_ex(symmetric).info.item<int>() == 0;
}
