using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>How far an optimizer of a sweep has come.</summary>
/// <param name="Optimizer">Its name in the sweep.</param>
/// <param name="Tuned">Runs of its grid that are done, and all of them.</param>
/// <param name="Best">Its best setting; empty before that is known.</param>
/// <param name="Runs">Runs at the best setting that are done, and all of them.</param>
/// <param name="Median">The median of their held-out figures; NaN without any.</param>
/// <param name="Failed">Runs that gave no figures.</param>
internal sealed record SweepCounts(string Optimizer, (int Done, int All) Tuned, string Best, (int Done, int All) Runs, double Median, int Failed)
{
    /// <summary>Name, tuned, best setting, runs, median, failed.</summary>
    internal IReadOnlyList<string> Cells =>
    [
        Optimizer, Share(Tuned), Best, Share(Runs),
        double.IsNaN(Median) ? string.Empty : Median.ToString("G4", CultureInfo.InvariantCulture),
        Failed == 0 ? string.Empty : Failed.ToString(CultureInfo.InvariantCulture),
    ];

    internal static IReadOnlyList<SweepCounts> Of(SweepState state) => [.. state.Sweep.Optimizers.Select(o => Of(state, o))];

    internal static int Expected(SweepDefinition sweep) => sweep.Optimizers.Sum(o => (o.Points.Count * sweep.TuneSeeds.Count) + sweep.Seeds.Count);

    private static SweepCounts Of(SweepState state, SweepOptimizer optimizer)
    {
        var tuning = state.Tuning.Where(r => r.Optimizer == optimizer.Name).ToArray();
        var best = state.Best(optimizer);
        double[] values = [.. best.Select(state.Value).OfType<double>().Select(v => double.IsNaN(v) ? double.PositiveInfinity : v)];
        var setting = best.Count == 0 ? string.Empty : string.Join(' ', optimizer.Grid.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Name}={best[0].Choice.Settings[a.Name]:R}")));
        return new SweepCounts(
            optimizer.Name,
            (tuning.Count(r => state.Value(r) is not null), tuning.Length),
            setting,
            (values.Length, state.Sweep.Seeds.Count),
            values.Length == 0 ? double.NaN : Quantiles.Median(values),
            tuning.Concat(best).Count(r => state.Value(r) is null && state.Folder.Failure(r) is not null));
    }

    private static string Share((int Done, int All) share) => share.All == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{share.Done}/{share.All}");
}
