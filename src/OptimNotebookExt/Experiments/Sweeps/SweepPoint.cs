namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>An optimizer at one learning rate of the grid, on the seeds for tuning; of several settings with that rate, the best.</summary>
/// <param name="Optimizer">Its name in the sweep.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Median">The median of the held-out figures; infinite where half of the runs diverged.</param>
/// <param name="Minimum">The least of them.</param>
/// <param name="Maximum">The greatest of them.</param>
/// <param name="Diverged">Runs that diverged.</param>
public sealed record SweepPoint(
    string Optimizer, double LearningRate, IReadOnlyDictionary<string, double> Settings, double Median, double Minimum, double Maximum, int Diverged)
{
    internal static IReadOnlyList<SweepPoint> Of(IEnumerable<SweepRow> rows) =>
    [
        .. from row in rows
           where row.Phase == SweepPhase.Tune && row.Settings.ContainsKey("lr")
           group row by (row.Optimizer, Settings: string.Join(' ', row.Settings.OrderBy(s => s.Key, StringComparer.Ordinal))) into point
           let figures = point.Select(r => r.Figure).ToArray()
           let settings = point.First().Settings
           select new SweepPoint(point.Key.Optimizer, settings["lr"], settings, Quantiles.Median(figures), figures.Min(), figures.Max(), point.Count(r => r.Diverged))
           into each
           group each by (each.Optimizer, each.LearningRate) into same
           select same.MinBy(p => p.Median),
    ];
}
