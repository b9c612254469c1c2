namespace OptimNotebookExt.Diagnostics;

/// <summary>Statistics along one axis of a tensor.</summary>
/// <param name="Dimension">The axis, from 0.</param>
/// <param name="Sizes">The sizes the axis had, ascending; more than one for example where the last batch is smaller. The indices of all sizes are taken together.</param>
/// <param name="Count">Finite elements in these statistics: the tensor's own count unless the memory limit left records out.</param>
/// <param name="Distributions">One per statistic, in the order of <see cref="IndexStatistic"/>; with eigenvalues where they were accumulated.</param>
/// <param name="Eigenvalues">All eigenvalues of the uncentered covariance along the axis, ascending; null where they were not accumulated.</param>
/// <param name="EigenvaluesNote">Why there are no eigenvalues, else null.</param>
public sealed record DimensionStatistics(
    int Dimension,
    IReadOnlyList<long> Sizes,
    long Count,
    IReadOnlyList<StatisticDistribution> Distributions,
    IReadOnlyList<double>? Eigenvalues,
    string? EigenvaluesNote)
{
    /// <summary>The distribution of one statistic.</summary>
    /// <param name="statistic">The statistic.</param>
    /// <exception cref="ArgumentException">There are no eigenvalues; the message says why.</exception>
    public StatisticDistribution this[IndexStatistic statistic] =>
        Distributions.FirstOrDefault(d => d.Statistic == statistic)
        ?? throw new ArgumentException($"Axis {Dimension} has no {statistic}: {EigenvaluesNote ?? "not accumulated"}.", nameof(statistic));
}
