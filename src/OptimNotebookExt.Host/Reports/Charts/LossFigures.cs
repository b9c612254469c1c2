namespace OptimNotebookExt.Host.Reports.Charts;

/// <summary>The loss curves of the report: all settings in one figure, and each beside PyTorch.</summary>
internal static class LossFigures
{
    private static readonly (string Solid, string Dashed) Key = ("this package", "PyTorch");

    /// <summary>All settings in one figure.</summary>
    internal static Figure Overview(IReadOnlyList<RunGroup> groups)
    {
        var series = new List<ChartSeries>();
        for (var i = 0; i < groups.Count; i++)
            series.AddRange(Series(groups[i], i, groups[i].Name));
        var hasReference = groups.Any(group => group.PyTorch is not null);
        var svg = LogChart.Render(series, "epoch", "avg_loss, log scale", hasReference ? Key : null, 960, 480);
        var caption = "avg_loss at the start of each epoch and after the last batch."
            + (groups.Any(group => group.Runs.Count > 1) ? " Lines are geometric means over the seeds, bands their range." : "");
        return new(svg, OverviewAlt(groups), caption);
    }

    /// <summary>One setting against PyTorch; solid and dashed as in the overview.</summary>
    /// <param name="group">The runs of the setting, with PyTorch's.</param>
    /// <param name="index">Its place in the overview, for the same colour and marker.</param>
    internal static Figure Panel(RunGroup group, int index)
    {
        var svg = LogChart.Render([.. Series(group, index, null)], "epoch", "avg_loss", null, 460, 250);
        return new(svg, PanelAlt(group), PanelCaption(group));
    }

    private static IEnumerable<ChartSeries> Series(RunGroup group, int index, string? label)
    {
        var style = SeriesStyle.Number(index);
        if (group.PyTorch is { } reference)
            yield return new(null, reference.Mean, style, Dashed: true);
        yield return new(label, group.Curve.Mean, style)
        {
            Band = group.Runs.Count > 1 ? (group.Curve.Min, group.Curve.Max) : null,
        };
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
