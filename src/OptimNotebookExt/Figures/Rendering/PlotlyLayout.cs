using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Axes, titles and colours of the interactive chart; of the size of the image that it replaces.</summary>
internal static class PlotlyLayout
{
    private const string GridColor = "rgba(125,125,125,0.28)";

    internal static string Axis(string letter, int index) => index == 0 ? letter : letter + (index + 1).ToString(CultureInfo.InvariantCulture);

    internal static void Write(Utf8JsonWriter json, Figure figure)
    {
        var painter = new FigurePainter(figure, withNotes: false);
        json.WriteStartObject();
        json.WriteNumber("width", Math.Round(painter.Width));
        json.WriteNumber("height", Math.Round(painter.Height + PlotlyLegends.Height(figure)));
        if (figure.Title.Length > 0)
        {
            json.WriteStartObject("title");
            json.WriteString("text", PlotlyJson.Text(figure.Title));
            json.WriteNumber("x", 0.02);
            if (figure.Panels.Count > 1)
            {
                json.WriteNumber("y", Math.Round(1 - 17 / (painter.Height + PlotlyLegends.Height(figure)), 4));
                json.WriteString("yanchor", "middle");
            }
            Font(json, Theme.TitleSize);
            json.WriteEndObject();
        }
        Font(json, Theme.TickSize);
        json.WriteString("paper_bgcolor", "rgba(0,0,0,0)");
        json.WriteString("plot_bgcolor", "rgba(0,0,0,0)");
        json.WriteString("hovermode", figure.Panels.Any(p => p.Series.Any(s => s is LineSeries) && !p.EqualAspect) ? "x" : "closest");
        json.WriteBoolean("showlegend", figure.Panels.Any(PlotlyLegends.Has));
        WriteMargin(json, figure);
        if (figure.Panels.Count > 1)
            PlotlyLegends.Write(json, figure, painter);
        json.WriteStartObject("modebar");
        json.WriteString("bgcolor", "rgba(0,0,0,0)");
        json.WriteString("color", Theme.Ink);
        json.WriteEndObject();
        for (var i = 0; i < figure.Panels.Count; i++)
            WriteAxes(json, figure, painter, i);
        WriteTitles(json, figure, painter);
        json.WriteEndObject();
    }

    internal static void WriteColorBar(Utf8JsonWriter json, Figure figure, int index, HeatMapSeries map)
    {
        var (_, x1, y0, y1) = Domain(figure, new FigurePainter(figure, withNotes: false), index);
        json.WriteStartObject("colorbar");
        json.WriteNumber("x", Math.Round(x1 + 0.01, 4));
        json.WriteNumber("y", Math.Round((y0 + y1) / 2, 4));
        json.WriteNumber("len", Math.Round(y1 - y0, 4));
        json.WriteNumber("thickness", 12);
        if (map.Name.Length > 0)
        {
            json.WriteStartObject("title");
            json.WriteString("text", PlotlyJson.Text(map.Name));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>None around several panels: they stand where they stand in the image, which has its own margins.</summary>
    private static void WriteMargin(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject("margin");
        foreach (var (side, size) in new[] { ("l", 60), ("r", 20), ("t", figure.Title.Length > 0 ? 48 : 24), ("b", 44) })
            json.WriteNumber(side, figure.Panels.Count == 1 ? size : side == "b" ? PlotlyLegends.Height(figure) : 0);
        json.WriteEndObject();
    }

    private static void WriteAxes(Utf8JsonWriter json, Figure figure, FigurePainter painter, int index)
    {
        var panel = figure.Panels[index];
        var (x0, x1, y0, y1) = Domain(figure, painter, index);
        json.WriteStartObject(Axis("xaxis", index));
        WriteAxis(json, panel.X, AxisRange.Of(panel.X, panel.Series.SelectMany(s => s.XValues), 0.02), x0, x1, figure.Panels.Count == 1);
        json.WriteString("anchor", Axis("y", index));
        if (panel.HeatMap is { } map)
        {
            PlotlyJson.WriteNumbers(json, "tickvals", Ticks.Cells(map.SourceColumns));
            json.WriteString("constrain", "domain");
        }
        json.WriteEndObject();

        json.WriteStartObject(Axis("yaxis", index));
        WriteAxis(json, panel.Y, AxisRange.Of(panel.Y, panel.Series.SelectMany(s => s.YValues)), y0, y1, figure.Panels.Count == 1);
        json.WriteString("anchor", Axis("x", index));
        if (panel.HeatMap is not null || panel.HasBars)
            json.WriteString("autorange", "reversed");
        if (panel.HeatMap is { } rows)
        {
            PlotlyJson.WriteNumbers(json, "tickvals", Ticks.Cells(rows.SourceRows));
            json.WriteString("constrain", "domain");
        }
        if (panel.EqualAspect || panel.HeatMap is { } cells && HeatMapPainter.HasSquareCells(cells))
            json.WriteString("scaleanchor", Axis("x", index));
        if (panel.Series is [BarSeries bars, ..])
        {
            PlotlyJson.WriteNumbers(json, "tickvals", Enumerable.Range(0, bars.Labels.Count).Select(i => (double)i));
            json.WriteStartArray("ticktext");
            foreach (var label in bars.Labels)
                json.WriteStringValue(PlotlyJson.Text(FontMetrics.Fit(label, Theme.TickSize, 220)));
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteAxis(Utf8JsonWriter json, Axis axis, AxisRange? range, double from, double to, bool whole)
    {
        json.WriteStartArray("domain");
        json.WriteNumberValue(Math.Round(from, 4));
        json.WriteNumberValue(Math.Round(to, 4));
        json.WriteEndArray();
        if (axis.Label.Length > 0)
        {
            json.WriteStartObject("title");
            json.WriteString("text", PlotlyJson.Text(axis.Label));
            json.WriteEndObject();
        }
        if (axis.Scale == AxisScale.Log)
            json.WriteString("type", "log");
        if (range is not null && (axis.Min is not null || axis.Max is not null))
        {
            var log = axis.Scale == AxisScale.Log;
            PlotlyJson.WriteNumbers(json, "range", [log ? Math.Log10(range.Low) : range.Low, log ? Math.Log10(range.High) : range.High]);
        }
        json.WriteString("gridcolor", GridColor);
        json.WriteString("zerolinecolor", GridColor);
        json.WriteString("exponentformat", "power");
        json.WriteBoolean("automargin", whole);
    }

    /// <summary>Titles of panels: plotly has none, so texts above the axes.</summary>
    private static void WriteTitles(Utf8JsonWriter json, Figure figure, FigurePainter painter)
    {
        json.WriteStartArray("annotations");
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            if (figure.Panels[i].Title.Length == 0)
                continue;
            var box = painter.PanelBox(i);
            json.WriteStartObject();
            json.WriteString("text", PlotlyJson.Text(figure.Panels[i].Title));
            json.WriteNumber("x", figure.Panels.Count == 1 ? 0 : Math.Round(box.Left / painter.Width, 4));
            json.WriteNumber("y", figure.Panels.Count == 1 ? 1 : Math.Round(1 - (box.Top + 20) / painter.Height, 4));
            json.WriteString("xref", "paper");
            json.WriteString("yref", "paper");
            json.WriteString("xanchor", "left");
            json.WriteString("yanchor", "bottom");
            json.WriteBoolean("showarrow", false);
            Font(json, Theme.PanelTitleSize);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Where the axes of a panel stand, in shares of the chart between its margins.</summary>
    internal static (double X0, double X1, double Y0, double Y1) Domain(Figure figure, FigurePainter painter, int index)
    {
        var panel = figure.Panels[index];
        if (figure.Panels.Count == 1)
            return (0, panel.HeatMap is null ? 1 : 0.88, 0, 1);
        var box = painter.PanelBox(index);
        var left = panel.Series is [BarSeries bars, ..] ? 16 + bars.Labels.Select(l => Math.Min(220, FontMetrics.Width(l, Theme.TickSize))).Max() : 58;
        var right = panel.HeatMap is not null ? 70 : PlotlyLegends.Width(figure, panel) + 10;
        var top = panel.Title.Length > 0 ? 26 : 10;
        return ((box.Left + left) / painter.Width, (box.Right - right) / painter.Width, 1 - (box.Bottom - 40) / painter.Height, 1 - (box.Top + top) / painter.Height);
    }

    private static void Font(Utf8JsonWriter json, double size)
    {
        json.WriteStartObject("font");
        json.WriteString("color", Theme.Ink);
        json.WriteNumber("size", size);
        json.WriteString("family", Theme.FontFamily);
        json.WriteEndObject();
    }
}
