namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>Quantiles of numbers among which may be infinite ones, of runs that diverged.</summary>
internal static class Quantiles
{
    internal static double Median(IReadOnlyList<double> values) => Of(values, 0.5);

    /// <summary>The quantile between order statistics by linear interpolation (type 7 of Hyndman and Fan, the default of NumPy and R).</summary>
    /// <param name="values">The values, at least one, in any order; none is NaN.</param>
    /// <param name="share">0 for the least, 1 for the greatest.</param>
    internal static double Of(IReadOnlyList<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        var at = share * (sorted.Length - 1);
        var (below, part) = ((int)Math.Floor(at), at - Math.Floor(at));
        // Without the next one where it has no part: 0 · ∞ is NaN.
        return part == 0 ? sorted[below] : double.IsInfinity(sorted[below + 1]) ? sorted[below + 1] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
    }

    /// <summary>The geometric mean; NaN where a value is below 0, infinite where one is.</summary>
    internal static double GeometricMean(IReadOnlyList<double> values) =>
        values.Any(v => v == 0) ? 0 : Math.Exp(values.Average(Math.Log));
}
