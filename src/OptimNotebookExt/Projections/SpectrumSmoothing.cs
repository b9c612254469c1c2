using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>
/// Limits the dynamic range of variances: <c>x /= mean(x); y = 1/(1/(x+RelEps) + 1/RelMax) · ReverseCutoff/(x+ReverseCutoff); y^Pow</c>.
/// Source: <c>_smooth_param_diag_var</c>.
/// </summary>
/// <param name="Pow">Power of the result, above 0.</param>
/// <param name="RelEps">Floor relative to the mean, above 0.</param>
/// <param name="RelMax">Ceiling relative to the mean, above 0.</param>
/// <param name="ReverseCutoff">Values above this multiple of the mean fall again; <see cref="NoCutoff"/> switches that off.</param>
public sealed record SpectrumSmoothing(double Pow = 0.5, double RelEps = 1e-4, double RelMax = 1.0, double ReverseCutoff = 4.0)
{
    /// <summary>A reverse cutoff that never acts.</summary>
    public const double NoCutoff = 1e10;

    /// <summary>Smooths variances of any shape; the result's scale is relative to their mean.</summary>
    /// <param name="variances">Non-negative values.</param>
    public Tensor Apply(Tensor variances)
    {
        ArgumentNullException.ThrowIfNull(variances);
        return Limit(variances, variances.mean());
    }

    /// <summary>Smooths every row by itself.</summary>
    internal Tensor ApplyToRows(Tensor variances) => Limit(variances, variances.mean([-1], keepdim: true));

    private Tensor Limit(Tensor variances, Tensor mean)
    {
        var x = variances / mean.Plus(1e-20);
        var limited = x.Plus(RelEps).reciprocal().Plus(1 / RelMax).reciprocal();
        return (limited * x.Plus(ReverseCutoff).Under(ReverseCutoff)).pow(Scalars.Of(Pow));
    }
}
