namespace OptimNotebookExt.Diagnostics;

/// <summary>What is accumulated along one axis: sums per index, for every size the axis has had, and the covariance.</summary>
internal sealed class AxisAccumulator(int axis, MemoryBudget budget) : IDisposable
{
    private readonly SortedDictionary<long, IndexSums> bySize = [];
    private AxisCovariance? covariance;

    internal int Axis { get; } = axis;

    /// <summary>Records whose per-index sums did not fit the memory limit.</summary>
    internal long LeftOut { get; private set; }

    /// <summary>Called once, after the per-index sums of all axes have taken their memory: eigenvalues are dropped first.</summary>
    internal void StartCovariance(long size, int axes, TensorDiagnosticsOptions options) =>
        covariance = new AxisCovariance(size, axes, options, budget);

    /// <summary>Adds the batch's sums per index where they fit.</summary>
    internal void AddSums(IndexSums sums, long size)
    {
        if (bySize.TryGetValue(size, out var present))
            present.Add(sums);
        else if (budget.TryTake(IndexSums.Rows * size))
            bySize.Add(size, sums.Own());
        else
            LeftOut++;
    }

    internal void AddCovariance(BatchValues batch) => covariance?.Add(batch, Axis);

    internal DimensionStatistics Summarize(IReadOnlyList<double> levels)
    {
        var eigenvalues = covariance?.Eigenvalues();
        var read = bySize.Values.Select(s => s.Read()).ToArray();
        List<StatisticDistribution> distributions =
            [.. Enum.GetValues<IndexStatistic>()
                .Where(statistic => statistic != IndexStatistic.Eigenvalue)
                .Select(statistic => StatisticDistribution.Of(statistic, read.SelectMany(r => r[statistic]), levels))];
        if (eigenvalues is not null)
            distributions.Add(StatisticDistribution.Of(IndexStatistic.Eigenvalue, eigenvalues, levels));
        return new DimensionStatistics(
            Axis,
            Array.AsReadOnly(bySize.Keys.ToArray()),
            bySize.Values.Sum(s => s.Count()),
            distributions.AsReadOnly(),
            eigenvalues is null ? null : Array.AsReadOnly(eigenvalues),
            covariance?.Missing);
    }

    public void Dispose()
    {
        foreach (var sums in bySize.Values)
            sums.Dispose();
        covariance?.Dispose();
    }
}
