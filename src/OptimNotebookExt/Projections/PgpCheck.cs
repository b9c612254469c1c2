using System.Globalization;
using OptimNotebookExt.Notebook;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>How well P·G·P = C holds for an estimated P.</summary>
/// <param name="ResidualMean">Mean |PGP - C| over the mean diagonal of C.</param>
/// <param name="ResidualMax">Largest |PGP - C| over the largest |C|.</param>
/// <param name="ResidualFrobenius">‖PGP - C‖ over ‖C‖, Frobenius norms.</param>
/// <param name="SymmetryError">Largest |P - Pᵀ| over the largest |P|.</param>
/// <param name="MinEigenvalue">Smallest eigenvalue of P, over the largest.</param>
/// <param name="Conditioning">Smallest over largest singular value of QGQᵀ, where QᵀQ is the smoothed C; at or below √n·ε P is not determined.</param>
/// <param name="Outcome">The verdict as a value.</param>
/// <param name="Verdict">The verdict with its reason, as a sentence.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record PgpCheck(
    double ResidualMean,
    double ResidualMax,
    double ResidualFrobenius,
    double SymmetryError,
    double MinEigenvalue,
    double Conditioning,
    PgpVerdict Outcome,
    string Verdict)
{
    /// <summary>The draft warns where the mean residual exceeds this share of the mean diagonal.</summary>
    public const double Threshold = 0.01;

    internal static PgpCheck Of(ProjectionSolution solution)
    {
        using var scope = torch.NewDisposeScope();
        var (p, c) = (solution.P, solution.SmoothedC);
        var residual = matmul(matmul(p, solution.G), p) - c;
        var eigenvalues = linalg.eigvalsh(p).Doubles();
        var spectrum = solution.SpectrumX.Doubles();

        var mean = Ratio(residual.abs().mean(), Axes.MeanDiagonal(c));
        var conditioning = spectrum[0] > 0 ? spectrum[^1] / spectrum[0] : 0;
        var floor = Math.Sqrt(p.shape[0]) * Precision.Epsilon(p.dtype);
        var outcome = conditioning <= floor ? PgpVerdict.NotDetermined
            : mean <= Threshold ? PgpVerdict.Holds
            : PgpVerdict.Fails;
        return new PgpCheck(
            mean,
            Ratio(residual.abs().max(), c.abs().max()),
            Ratio(residual.norm(), c.norm()),
            Ratio((p - p.t()).abs().max(), p.abs().max()),
            eigenvalues[^1] > 0 ? eigenvalues[0] / eigenvalues[^1] : 0,
            conditioning,
            outcome,
            outcome == PgpVerdict.NotDetermined ? Undetermined(solution, mean, conditioning, floor) : Describe(outcome, mean));
    }

    /// <inheritdoc/>
    public override string ToString() => Verdict;

    private static string Describe(PgpVerdict outcome, double residual) => outcome == PgpVerdict.Holds
        ? Text($"P·G·P = C holds: the mean residual is {residual:G3} of C's mean diagonal (threshold {Threshold}).")
        : Text($"P·G·P = C does not hold: the mean residual is {residual:G3} of C's mean diagonal, above the threshold {Threshold}.");

    /// <summary>Which of the matrices is to blame: a zero one, C where its own spectrum falls that low, else G.</summary>
    private static string Undetermined(ProjectionSolution solution, double residual, double conditioning, double floor)
    {
        var c = solution.SmoothedSpectrumC.Doubles();
        if (c.Max() <= 0)
            return "P is not determined: C is zero; give the covariance of a parameter that is not zero.";
        if (!solution.G.ne(Scalars.Of(0)).any().item<bool>())
            return "P is not determined: G is zero; give the covariance of gradients that are not all zero.";
        var blamed = c.Min() <= floor * c.Max() ? "C" : "G";
        return Text($"P is not determined: {blamed} is rank-deficient at this precision (singular values of C^½GC^½ fall to {conditioning:G3} of the largest, at most √n·ε = {floor:G3}); the mean residual is {residual:G3}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Ratio(Tensor numerator, Tensor denominator)
    {
        var (n, d) = (numerator.ToDouble(), denominator.ToDouble());
        return n == 0 ? 0 : n / d;
    }
}
