using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A heat map, with the places, limits and colours of its cells.</summary>
internal static class PlotlyHeatMap
{
    internal static void Write(Utf8JsonWriter json, Figure figure, int index, HeatMapSeries map)
    {
        json.WritePropertyName("z");
        json.WriteRawValue(CellText.Json(map), skipInputValidation: true);
        if (map.Grid.IsReduced)
        {
            // Axes count the rows and columns of the matrix, not the blocks.
            json.WriteNumber("x0", ((double)map.SourceColumns / map.Columns - 1) / 2);
            json.WriteNumber("dx", (double)map.SourceColumns / map.Columns);
            json.WriteNumber("y0", ((double)map.SourceRows / map.Rows - 1) / 2);
            json.WriteNumber("dy", (double)map.SourceRows / map.Rows);
        }
        if (map.Grid.HasFinite)
        {
            var limits = ColorLimits.Of(map.Grid);
            json.WritePropertyName("zmin");
            PlotlyJson.WriteNumber(json, limits.Low);
            json.WritePropertyName("zmax");
            PlotlyJson.WriteNumber(json, limits.High);
        }
        WriteColors(json, map.Scale.Map);
        json.WriteString("hovertemplate", "row %{y}, column %{x}<br>%{z}<extra></extra>");
        PlotlyColorBar.Write(json, figure, index, map);
    }

    private static void WriteColors(Utf8JsonWriter json, ColorMap map)
    {
        json.WriteStartArray("colorscale");
        var stops = ColorTables.Stops(map);
        for (var i = 0; i < stops.Length; i++)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(i / (stops.Length - 1.0), 5));
            json.WriteStringValue("#" + stops[i].ToString("x6", CultureInfo.InvariantCulture));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
