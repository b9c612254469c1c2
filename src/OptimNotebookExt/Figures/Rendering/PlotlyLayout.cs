using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Titles, margins and colours of the interactive chart; of the size of the image that it replaces.</summary>
internal static class PlotlyLayout
{
    internal static void Write(Utf8JsonWriter json, Figure figure)
    {
        var painter = new FigurePainter(figure, withNotes: false);
        json.WriteStartObject();
        json.WriteNumber("width", Math.Round(painter.Width));
        json.WriteNumber("height", Math.Round(painter.Height + PlotlyLegends.Height(figure)));
        PlotlyTitles.WriteWhole(json, figure, painter);
        PlotlyJson.WriteFont(json, Theme.TickSize);
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
            PlotlyAxes.Write(json, figure, painter, i);
        PlotlyTitles.Write(json, figure, painter);
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
}
