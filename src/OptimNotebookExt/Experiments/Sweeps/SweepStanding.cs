using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>An optimizer of a sweep at its best setting. Runs that diverged count as infinite.</summary>
/// <param name="Optimizer">Its name in the sweep.</param>
/// <param name="Best">The best setting.</param>
/// <param name="AtEdge">Whether its learning rate is the lowest or the highest of the grid, so that a wider grid might find a better one.</param>
/// <param name="Runs">Runs at that setting.</param>
/// <param name="Diverged">Runs of them that diverged.</param>
/// <param name="Median">The median of the held-out figures.</param>
/// <param name="LowerQuartile">Their lower quartile.</param>
/// <param name="UpperQuartile">Their upper quartile.</param>
/// <param name="Minimum">The least of them.</param>
/// <param name="Maximum">The greatest of them.</param>
/// <param name="GeometricMean">Their geometric mean.</param>
/// <param name="Reached">Runs whose training loss reached the task's target.</param>
/// <param name="StepsToTarget">The median of the steps that took; infinite where half of the runs did not reach it.</param>
/// <param name="SecondsToTarget">The median of the wall time; null where timings are missing.</param>
/// <param name="MillisecondsPerStep">The median wall time of a step with its batch; null where timings are missing.</param>
/// <param name="CpuMillisecondsPerStep">The median processor time of a run, divided by its steps; null where it is missing.</param>
/// <param name="ExtraBytesPerParameter">Bytes kept from step to step for each number trained.</param>
public sealed record SweepStanding(
    string Optimizer, OptimizerChoice Best, bool AtEdge, int Runs, int Diverged,
    double Median, double LowerQuartile, double UpperQuartile, double Minimum, double Maximum, double GeometricMean,
    int Reached, double StepsToTarget, double? SecondsToTarget, double? MillisecondsPerStep, double? CpuMillisecondsPerStep, double ExtraBytesPerParameter)
{
    internal static SweepStanding Of(SweepResults results, SweepOptimizer optimizer, IReadOnlyList<SweepRow> rows)
    {
        double[] figures = [.. rows.Select(r => r.Figure)];
        var timings = results.Timings.ToDictionary(t => t.Key);
        SweepTiming[] timed = [.. rows.Where(r => timings.ContainsKey(r.Key)).Select(r => timings[r.Key])];
        var rates = optimizer.Grid.FirstOrDefault(a => a.Name == "lr")?.Values;
        var rate = rows[0].Settings.GetValueOrDefault("lr", double.NaN);
        return new SweepStanding(
            optimizer.Name,
            new OptimizerChoice(optimizer.Optimizer, rows[0].Settings),
            rates is { Count: > 1 } && (rate == rates.Min() || rate == rates.Max()),
            rows.Count,
            rows.Count(r => r.Diverged),
            Quantiles.Median(figures),
            Quantiles.Of(figures, 0.25),
            Quantiles.Of(figures, 0.75),
            figures.Min(),
            figures.Max(),
            Quantiles.GeometricMean(figures),
            rows.Count(r => r.StepsToTarget is not null),
            Quantiles.Median([.. rows.Select(r => r.StepsToTarget ?? double.PositiveInfinity)]),
            timed.Length < rows.Count ? null : Quantiles.Median([.. timed.Select(t => t.SecondsToTarget ?? double.PositiveInfinity)]),
            timed.Length < rows.Count ? null : 1000 * Quantiles.Median([.. timed.Select(t => t.WallSeconds)]) / results.Steps,
            timed.Length < rows.Count || timed.Any(t => t.CpuSeconds is null) ? null : 1000 * Quantiles.Median([.. timed.Select(t => t.CpuSeconds!.Value)]) / results.Steps,
            rows.Max(r => r.ExtraBytesPerParameter));
    }
}
