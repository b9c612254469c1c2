namespace OptimNotebookExt.Diagnostics;

/// <summary>How a statistic is distributed over the indices of an axis.</summary>
/// <param name="Statistic">Which statistic.</param>
/// <param name="Indices">Number of indices with a value; those without any finite element have none.</param>
/// <param name="Mean">The mean over the indices.</param>
/// <param name="Rms">The root mean square over the indices.</param>
/// <param name="Percentiles">
/// The percentiles at <see cref="DiagnosticsReport.PercentileLevels"/>, interpolated linearly between the sorted values; NaN without indices.
/// </param>
public sealed record StatisticDistribution(
    IndexStatistic Statistic,
    int Indices,
    double Mean,
    double Rms,
    IReadOnlyList<double> Percentiles)
{
    internal static StatisticDistribution Of(IndexStatistic statistic, IEnumerable<double> values, IReadOnlyList<double> levels)
    {
        // An index without a finite element has 0/0, or the infinity that its minimum and maximum started from.
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return new StatisticDistribution(
            statistic,
            sorted.Length,
            sorted.Length > 0 ? sorted.Average() : double.NaN,
            sorted.Length > 0 ? Math.Sqrt(sorted.Average(v => v * v)) : double.NaN,
            Array.AsReadOnly(levels.Select(level => Percentile(sorted, level)).ToArray()));
    }

    private static double Percentile(double[] sorted, double level)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var rank = level / 100 * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        var share = rank - below;
        return share == 0 ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below]);
    }
}
