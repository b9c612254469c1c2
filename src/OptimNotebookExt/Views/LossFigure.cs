using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>Loss curves of the experiment: the geometric mean over the seeds of every preset, with their range as a band.</summary>
internal static class LossFigure
{
    private const int MaxCurves = 8;

    internal static Figure Of(IReadOnlyList<EveCainRun> runs)
    {
        var groups = runs.GroupBy(r => (r.Optimizer, r.Preset, r.Order)).ToArray();
        // The best are what a reader compares.
        var shown = groups.Length <= MaxCurves
            ? groups
            : groups.OrderBy(g => double.IsNaN(g.Average(r => r.Final)) ? double.PositiveInfinity : g.Average(r => r.Final)).Take(MaxCurves).ToArray();
        var names = shown.Select(g => Name(g.Key, groups.Select(o => o.Key))).ToArray();
        var curves = shown.Select(g => LossCurve.OfThoseThatGoOn([.. g.Select(r => r.AvgLoss)])).ToArray();
        var bands = shown.Zip(curves, names).Where(g => g.First.Count() > 1).Select(g => (Series)new BandSeries(g.Second.Epochs, g.Second.Min, g.Second.Max, g.Third, "range over the seeds"));
        var lines = curves.Zip(names, (curve, name) => (Series)new LineSeries(curve.Epochs, curve.Mean, name));
        var most = shown.Max(g => g.Count());
        var alt = $"Running average of the loss over the epochs for {string.Join(", ", names)}{(most > 1 ? ", geometric mean and range over the seeds" : "")}.";
        var caption = groups.Length > shown.Length ? $"{alt} The {shown.Length} with the least final loss of {groups.Length}." : null;
        return Figure.Line("Running average of the loss", alt, bands.Concat(lines), new Axis("epoch"), Axis.Log("loss"), caption);
    }

    /// <summary>The preset and the order are said only where they tell curves apart.</summary>
    private static string Name((string Optimizer, string Preset, EveCainOrder Order) key, IEnumerable<(string Optimizer, string Preset, EveCainOrder Order)> all)
    {
        var same = all.Where(o => o.Optimizer == key.Optimizer).ToArray();
        return key.Optimizer
            + (same.Any(o => o.Preset != key.Preset) ? $" {key.Preset}" : "")
            + (same.Any(o => o.Preset == key.Preset && o.Order != key.Order) ? $" {key.Order}" : "");
    }
}
