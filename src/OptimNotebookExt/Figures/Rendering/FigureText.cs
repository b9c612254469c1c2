using System.Globalization;
using System.Text;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A figure for terminals: the alt sentence, a table of the series, the notes.</summary>
internal static class FigureText
{
    internal static string Of(Figure figure)
    {
        var rows = new List<string[]> { new[] { "series", "kind", "values", "x", "y" } };
        foreach (var panel in figure.Panels)
        {
            for (var i = 0; i < panel.Series.Count; i++)
                rows.Add(Row(panel, i, figure.Panels.Count > 1));
        }
        var text = new StringBuilder();
        if (figure.Title.Length > 0)
            text.Append(figure.Title).Append('\n');
        text.Append(figure.Alt).Append('\n');
        var widths = Enumerable.Range(0, 5).Select(c => rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in rows)
            text.Append(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd()).Append('\n');
        foreach (var note in figure.Notes)
            text.Append("note: ").Append(note).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    private static string[] Row(Panel panel, int index, bool ofMany)
    {
        var series = panel.Series[index];
        var name = panel.Title.Length > 0 && panel.Series.Count == 1 && series.Name.Length == 0 ? panel.Title : SeriesLooks.FullName(panel.Series, index);
        // The panels of a figure often have series of the same names.
        if (ofMany && panel.Title.Length > 0 && panel.Series.Count > 1)
            name = $"{panel.Title}, {name}";
        return series switch
        {
            HeatMapSeries map => [name, map.Kind, string.Create(CultureInfo.InvariantCulture, $"{map.SourceRows} × {map.SourceColumns}"), "", Range(map.Grid.HasFinite ? [map.Grid.Min, map.Grid.Max] : [])],
            _ => [name, series.Kind, series.SourceCount.ToString(CultureInfo.InvariantCulture), Range(series.XValues), Range(series.YValues)],
        };
    }

    private static string Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low > high ? "–" : low == high ? NumberText.Short(low) : NumberText.Short(low) + " … " + NumberText.Short(high);
    }
}
