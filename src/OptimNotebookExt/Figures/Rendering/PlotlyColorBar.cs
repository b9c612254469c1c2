using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The bar that says which colour is which value.</summary>
internal static class PlotlyColorBar
{
    internal static void Write(Utf8JsonWriter json, Figure figure, int index, HeatMapSeries map)
    {
        var (_, x1, y0, y1) = PlotlyDomain.Of(figure, new FigurePainter(figure, withNotes: false), index);
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
}
