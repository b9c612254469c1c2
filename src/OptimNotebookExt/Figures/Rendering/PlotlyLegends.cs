using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>
/// The names of the traces: plotly's own legend at one panel. At several, one below them where they name the same, so that a
/// click on a name takes it out of every panel; else one beside each.
/// </summary>
internal static class PlotlyLegends
{
    private const double SharedHeight = 28;

    /// <summary>Whether the traces of a panel are named: a single series is what the title speaks of.</summary>
    internal static bool Has(Panel panel) => panel.HeatMap is null && panel.Series.Count > 1;

    /// <summary>What the legend of a panel takes of its width.</summary>
    internal static double Width(Figure figure, Panel panel) =>
        !Has(panel) || IsShared(figure) ? 0 : Math.Min(150, new Legend(panel, SeriesLooks.Of(panel.Series), 110).Width + 24);

    /// <summary>What the legend of all panels takes below them.</summary>
    internal static double Height(Figure figure) => IsShared(figure) ? SharedHeight : 0;

    internal static void Write(Utf8JsonWriter json, Figure figure, FigurePainter painter)
    {
        if (IsShared(figure))
        {
            Write(json, 0, 0.02, 0, "h");
            return;
        }
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            if (!Has(figure.Panels[i]))
                continue;
            var (_, x1, _, y1) = PlotlyDomain.Of(figure, painter, i);
            Write(json, i, x1, y1, "v");
        }
    }

    /// <summary>To which legend a trace belongs, and whether it is named there; a band comes and goes with its line.</summary>
    internal static void WriteTrace(Utf8JsonWriter json, Figure figure, int index, int at)
    {
        var panel = figure.Panels[index];
        var line = panel.Series[at] is BandSeries band && SeriesLooks.BelongsToLine(panel.Series, band) ? band.Line : null;
        var shared = IsShared(figure) && Has(panel);
        if (shared || line is not null || panel.Series.Any(s => s is BandSeries b && panel.Series[at] is LineSeries && b.Line == panel.Series[at].Name))
            json.WriteString("legendgroup", PlotlyJson.Text(line ?? panel.Series[at].Name));
        if (line is not null || (figure.Panels.Count > 1 && !Has(panel)) || (shared && index != Fullest(figure)))
            json.WriteBoolean("showlegend", false);
        if (!shared && index > 0 && Has(panel))
            json.WriteString("legend", PlotlyAxes.Name("legend", index));
    }

    /// <summary>Whether every panel names the first of what the fullest names: equal places have equal looks.</summary>
    private static bool IsShared(Figure figure)
    {
        var names = figure.Panels.Where(Has).Select(p => p.Series.Select(s => s.Name).ToArray()).ToArray();
        return names.Length > 1 && names.MaxBy(n => n.Length) is { } all && names.All(n => n.SequenceEqual(all.Take(n.Length)));
    }

    private static int Fullest(Figure figure) => Enumerable.Range(0, figure.Panels.Count).Where(i => Has(figure.Panels[i])).MaxBy(i => figure.Panels[i].Series.Count);

    private static void Write(Utf8JsonWriter json, int index, double x, double y, string orientation)
    {
        json.WriteStartObject(PlotlyAxes.Name("legend", index));
        json.WriteNumber("x", Math.Round(x, 4));
        json.WriteNumber("y", Math.Round(y, 4));
        json.WriteString("xanchor", "left");
        json.WriteString("yanchor", "top");
        json.WriteString("orientation", orientation);
        json.WriteString("bgcolor", "rgba(0,0,0,0)");
        json.WriteEndObject();
    }
}
