using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Host.Reports;

/// <summary>The loss curves of the report: all settings in one figure, and each beside PyTorch.</summary>
internal static class LossFigures
{
    /// <summary>All settings in one figure.</summary>
    internal static Figure Overview(IReadOnlyList<RunGroup> groups)
    {
        var caption = "avg_loss at the start of each epoch and after the last batch."
            + (groups.Any(group => group.Runs.Count > 1) ? " Lines are geometric means over the seeds, bands their range." : "")
            + (groups.Any(group => group.PyTorch is not null) ? " Dashed in the same colour: PyTorch with the same data and seed." : "");
        return Draw(OverviewAlt(groups), groups.SelectMany(Series), caption, (992, 470));
    }

    /// <summary>One setting against PyTorch; solid and dashed as in the overview.</summary>
    /// <param name="group">The runs of the setting, with PyTorch's.</param>
    /// <param name="index">Its place in the overview, for the same colour and marker.</param>
    internal static Figure Panel(RunGroup group, int index) => Draw(PanelAlt(group), Series(group, index), PanelCaption(group), (480, 260));

    private static Figure Draw(string alt, IEnumerable<Series> series, string caption, (double, double) size) =>
        new("", alt, [new Panel(new Axis("epoch"), Axis.Log("avg_loss"), series)], caption) { PanelSize = size };

    private static IEnumerable<Series> Series(RunGroup group, int index)
    {
        if (group.PyTorch is { } reference)
            yield return new LineSeries(reference.Epochs, reference.Mean, "PyTorch") { ReferenceOf = group.Name };
        yield return new LineSeries(group.Curve.Epochs, group.Curve.Mean, group.Name) { Look = index };
        if (group.Runs.Count > 1)
            yield return new BandSeries(group.Curve.Epochs, group.Curve.Min, group.Curve.Max, group.Name);
    }

    private static string OverviewAlt(IReadOnlyList<RunGroup> groups)
    {
        var ended = groups.Where(group => double.IsFinite(End(group))).OrderBy(End).ToArray();
        return ended.Length switch
        {
            0 => "No run of the experiment has a loss to draw.",
            1 => $"The avg_loss of {ended[0].Name} ends at {Numbers.Short(End(ended[0]))}.",
            _ => Numbers.Invariant($"Of {ended.Length} settings {ended[0].Name} ends lowest at an avg_loss of {Numbers.Short(End(ended[0]))} and {ended[^1].Name} highest at {Numbers.Short(End(ended[^1]))}."),
        };
    }

    private static string PanelAlt(RunGroup group)
    {
        var (start, end) = (group.Curve.Mean.FirstOrDefault(double.NaN), End(group));
        if (!double.IsFinite(start) || !double.IsFinite(end))
            return $"The avg_loss of {group.Name} does not end at a finite value.";
        var change = end < start ? "falls" : end > start ? "rises" : "stays";
        var text = $"The avg_loss of {group.Name} {change} from {Numbers.Short(start)} to {Numbers.Short(end)}";
        return $"{text}, where PyTorch ends at {Numbers.Short(group.PyTorch!.Mean.LastOrDefault(double.NaN))}.";
    }

    private static string PanelCaption(RunGroup group) => group.EpochsLikePyTorch == 0
        ? $"{group.Name}: differs from PyTorch by more than 0.1 % from the start."
        : Numbers.Invariant($"{group.Name}: within 0.1 % of PyTorch for the first {group.EpochsLikePyTorch} of {group.Runs.Max(run => run.AvgLoss.Count)} epochs.");

    private static double End(RunGroup group) => group.Curve.Mean.LastOrDefault(double.NaN);
}
