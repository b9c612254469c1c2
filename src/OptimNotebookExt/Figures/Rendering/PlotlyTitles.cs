using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The title of the chart, and those of its panels.</summary>
internal static class PlotlyTitles
{
    /// <summary>Of the chart, if it has one.</summary>
    internal static void WriteWhole(Utf8JsonWriter json, Figure figure, FigurePainter painter)
    {
        if (figure.Title.Length == 0)
            return;
        json.WriteStartObject("title");
        json.WriteString("text", PlotlyJson.Text(figure.Title));
        json.WriteNumber("x", 0.02);
        if (figure.Panels.Count > 1)
        {
            json.WriteNumber("y", Math.Round(1 - 17 / (painter.Height + PlotlyLegends.Height(figure)), 4));
            json.WriteString("yanchor", "middle");
        }
        PlotlyJson.WriteFont(json, Theme.TitleSize);
        json.WriteEndObject();
    }

    /// <summary>Of the panels: plotly has none, so texts above the axes.</summary>
    internal static void Write(Utf8JsonWriter json, Figure figure, FigurePainter painter)
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
            PlotlyJson.WriteFont(json, Theme.PanelTitleSize);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
