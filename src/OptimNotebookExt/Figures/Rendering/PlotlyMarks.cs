using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>How lines and points look.</summary>
internal static class PlotlyMarks
{
    internal static void WriteLine(Utf8JsonWriter json, string color, double width, double[] dash)
    {
        json.WriteStartObject("line");
        json.WriteString("color", color);
        json.WriteNumber("width", width);
        if (dash.Length > 0)
            json.WriteString("dash", string.Join(",", dash.Select(d => d.ToString(CultureInfo.InvariantCulture) + "px")));
        json.WriteEndObject();
    }

    internal static void WriteMarker(Utf8JsonWriter json, int look, double size)
    {
        json.WriteStartObject("marker");
        json.WriteString("color", Theme.Color(look));
        json.WriteString("symbol", Theme.Marker(look) switch
        {
            MarkerShape.Square => "square",
            MarkerShape.Triangle => "triangle-up",
            MarkerShape.Down => "triangle-down",
            MarkerShape.Diamond => "diamond",
            MarkerShape.Cross => "cross",
            _ => "circle",
        });
        json.WriteNumber("size", size);
        json.WriteEndObject();
    }
}
