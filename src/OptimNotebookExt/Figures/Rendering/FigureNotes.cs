using System.Globalization;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>What a reader has to know of the difference between the data and the picture.</summary>
internal static class FigureNotes
{
    private const int NamesUpTo = 3;

    internal static IReadOnlyList<string> Of(IReadOnlyList<Panel> panels)
    {
        var notes =
            from panel in panels
            from series in panel.Series
            from note in Of(panel, series)
            group Name(panels, panel, series) by note;
        // What is true of many series is said once.
        return [.. notes.Select(group => Who([.. group.Where(name => name.Length > 0).Distinct()]) + group.Key)];
    }

    private static string Name(IReadOnlyList<Panel> panels, Panel panel, Series series)
    {
        var parts = new[] { panels.Count > 1 ? panel.Title : "", panel.Series.Count > 1 || panels.Count == 1 ? series.Name : "" };
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string Who(string[] names) => names.Length switch
    {
        0 => "",
        <= NamesUpTo => string.Join("; ", names) + ": ",
        _ => Text($"{names[0]} and {names.Length - 1} more: "),
    };

    private static IEnumerable<string> Of(Panel panel, Series series)
    {
        if (series is HeatMapSeries map)
        {
            if (map.Grid.IsReduced)
            {
                var from = map.Scale.Centre is { } centre ? NumberText.Short(centre) : "the mean";
                yield return Text($"{map.SourceRows} × {map.SourceColumns} values shown as {map.Rows} × {map.Columns} blocks, each by its value farthest from {from}.");
            }
            if (map.Grid.NonFinite.Total > 0)
                yield return Text($"{map.Grid.NonFinite} of {map.SourceCount} values are not finite; their cells are hatched.");
            yield break;
        }
        var odd = NonFiniteCount.Of(series.XValues.Concat(series.YValues));
        if (odd.Total > 0)
            yield return Text($"{odd} left out{(series is LineSeries ? " as gaps" : "")}.");
        var below = BelowLog(panel.X, series.XValues) + BelowLog(panel.Y, series.YValues);
        if (below > 0)
            yield return Text($"{below} {(below == 1 ? "value" : "values")} ≤ 0 left out, as the axis is logarithmic.");
        var shown = series switch { LineSeries l => l.X.Count, ScatterSeries s => s.X.Count, BandSeries b => b.X.Count, BarSeries b => b.Values.Count, _ => series.SourceCount };
        if (shown < series.SourceCount)
        {
            yield return series switch
            {
                BarSeries => Text($"the {shown} longest of {series.SourceCount} bars."),
                ScatterSeries => Text($"{series.SourceCount} points shown by {shown}, the extremes among them."),
                _ => Text($"{series.SourceCount} points shown by {shown} that keep the least and the greatest of every stretch."),
            };
        }
    }

    private static int BelowLog(Axis axis, IEnumerable<double> values) =>
        axis.Scale == AxisScale.Log ? values.Count(v => double.IsFinite(v) && v <= 0) : 0;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
