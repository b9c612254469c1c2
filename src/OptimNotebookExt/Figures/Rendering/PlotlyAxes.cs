using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The axes of the interactive chart.</summary>
internal static class PlotlyAxes
{
    /// <summary>What plotly calls an axis of a panel: x, x2, …</summary>
    internal static string Name(string letter, int index) => index == 0 ? letter : letter + (index + 1).ToString(CultureInfo.InvariantCulture);

    internal static void Write(Utf8JsonWriter json, Figure figure, FigurePainter painter, int index)
    {
        var panel = figure.Panels[index];
        var (x0, x1, y0, y1) = PlotlyDomain.Of(figure, painter, index);
        json.WriteStartObject(Name("xaxis", index));
        PlotlyAxis.Write(json, panel.X, AxisRange.Of(panel.X, panel.Series.SelectMany(s => s.XValues), 0.02), x0, x1, figure.Panels.Count == 1);
        json.WriteString("anchor", Name("y", index));
        if (panel.HeatMap is { } map)
        {
            PlotlyJson.WriteNumbers(json, "tickvals", Ticks.Cells(map.SourceColumns));
            json.WriteString("constrain", "domain");
        }
        json.WriteEndObject();
        PlotlyVerticalAxis.Write(json, figure, index, y0, y1);
    }
}
