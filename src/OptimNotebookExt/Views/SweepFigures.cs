using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>The figures of a sweep: the training loss at the best settings, the held-out figures, the learning rates.</summary>
internal static class SweepFigures
{
    /// <summary>Null where there is nothing to draw.</summary>
    internal static Figure? Of(SweepSummary summary)
    {
        var panels = new List<Panel>();
        // The same place in every panel, and so the same colour.
        var names = summary.Results.Definition.Optimizers.Select(o => o.Name).ToArray();
        if (summary.Results.Curves.Count > 0)
            panels.Add(Curves(summary.Results.Curves, names));
        if (summary.Standings.Count > 0)
            panels.Add(Standings(summary));
        if (summary.Sensitivity.Select(p => p.LearningRate).Distinct().Count() > 1)
            panels.Add(Sensitivity(summary, names));
        return panels.Count == 0 ? null : new Figure(
            $"Sweep {summary.Results.Definition.Name}",
            $"Training loss over the steps, {summary.Results.Metric} after them, and {summary.Results.Metric} by learning rate, of {string.Join(", ", names)}.",
            panels,
            $"Training loss: median and quartiles over {ViewText.Count(summary.Results.Definition.Seeds.Count, "seed")} at the best settings. By learning rate: on the seeds for tuning.",
            columns: Math.Max(1, Math.Min(panels.Count, 2)));
    }

    private static Panel Curves(IReadOnlyList<SweepCurve> curves, string[] names)
    {
        var bands = curves.Select(c => (Series)new BandSeries(Steps(c), c.Lower, c.Upper, c.Optimizer, "quartiles over the seeds"));
        var lines = curves.Select(c => (Series)new LineSeries(Steps(c), c.Median, c.Optimizer) { Look = Array.IndexOf(names, c.Optimizer) });
        return new Panel(new Axis("step"), Positive("training loss", curves.SelectMany(c => c.Median)), bands.Concat(lines), "Training loss at the best setting");
    }

    private static Panel Standings(SweepSummary summary)
    {
        var labels = summary.Standings.Select(s => s.Optimizer).ToArray();
        BarSeries[] bars =
        [
            new(labels, summary.Standings.Select(s => s.Minimum), "least"),
            new(labels, summary.Standings.Select(s => s.Median), "median"),
            new(labels, summary.Standings.Select(s => s.Maximum), "greatest"),
        ];
        return new Panel(Positive(summary.Results.Metric, summary.Standings.Select(s => s.Minimum)), new Axis(), bars, $"{summary.Results.Metric} at the best setting");
    }

    private static Panel Sensitivity(SweepSummary summary, string[] names)
    {
        var lines = summary.Sensitivity.GroupBy(p => p.Optimizer).Select(points => (Series)new LineSeries(
            points.OrderBy(p => p.LearningRate).Select(p => p.LearningRate), points.OrderBy(p => p.LearningRate).Select(p => p.Median), points.Key)
        {
            Look = Array.IndexOf(names, points.Key),
        });
        return new Panel(Positive("lr", summary.Sensitivity.Select(p => p.LearningRate)), Positive(summary.Results.Metric, summary.Sensitivity.Select(p => p.Median)), lines, $"{summary.Results.Metric} by learning rate");
    }

    private static Axis Positive(string label, IEnumerable<double> values) => values.All(v => v > 0 || !double.IsFinite(v)) ? Axis.Log(label) : new Axis(label);

    private static IEnumerable<double> Steps(SweepCurve curve) => curve.Steps.Select(s => (double)s);
}
