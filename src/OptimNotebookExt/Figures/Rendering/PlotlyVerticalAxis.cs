using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The standing axis of the interactive chart, which rows of cells and bars go down.</summary>
internal static class PlotlyVerticalAxis
{
    internal static void Write(Utf8JsonWriter json, Figure figure, int index, double y0, double y1)
    {
        var panel = figure.Panels[index];
        json.WriteStartObject(PlotlyAxes.Name("yaxis", index));
        PlotlyAxis.Write(json, panel.Y, AxisRange.Of(panel.Y, panel.Series.SelectMany(s => s.YValues)), y0, y1, figure.Panels.Count == 1);
        json.WriteString("anchor", PlotlyAxes.Name("x", index));
        if (panel.HeatMap is not null || panel.HasBars)
            json.WriteString("autorange", "reversed");
        if (panel.HeatMap is { } rows)
        {
            PlotlyJson.WriteNumbers(json, "tickvals", Ticks.Cells(rows.SourceRows));
            json.WriteString("constrain", "domain");
        }
        if (panel.EqualAspect || panel.HeatMap is { } cells && HeatMapPainter.HasSquareCells(cells))
            json.WriteString("scaleanchor", PlotlyAxes.Name("x", index));
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
}
