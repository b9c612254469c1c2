using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A figure in plotly's schema: data and layout.</summary>
internal static class PlotlyJson
{
    /// <summary>Up to so many rows and columns the cells of a heat map keep six significant digits.</summary>
    private const int ExactCells = 32;

    internal static string Of(Figure figure) => System.Text.Encoding.UTF8.GetString(Bytes(figure));

    internal static byte[] Bytes(Figure figure)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            for (var i = 0; i < figure.Panels.Count; i++)
                PlotlyTraces.Write(json, figure, i);
            json.WriteEndArray();
            json.WritePropertyName("layout");
            PlotlyLayout.Write(json, figure);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>The rows of a heat map alone, as they stand in the JSON.</summary>
    internal static byte[] Cells(HeatMapSeries map)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            WriteCells(json, map);
        return stream.ToArray();
    }

    internal static void WriteCells(Utf8JsonWriter json, HeatMapSeries map)
    {
        var limits = ColorLimits.Of(map.Grid);
        var unit = Math.Max(map.Rows, map.Columns) <= ExactCells || !map.Grid.HasFinite ? (int?)null : Unit(map.Grid, limits);
        json.WriteStartArray();
        for (var r = 0; r < map.Rows; r++)
        {
            json.WriteStartArray();
            for (var c = 0; c < map.Columns; c++)
            {
                if (unit is { } exponent && double.IsFinite(map[r, c]))
                    json.WriteRawValue(Rounded(map[r, c], exponent), skipInputValidation: true);
                else
                    WriteNumber(json, map[r, c]);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    internal static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            WriteNumber(json, value);
        json.WriteEndArray();
    }

    /// <summary>Six significant digits; null, that is a gap, for what is not finite.</summary>
    internal static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteRawValue(value.ToString("G6", CultureInfo.InvariantCulture), skipInputValidation: true);
        else
            json.WriteNullValue();
    }

    /// <summary>Plotly reads names as a small HTML; this shows them as they are.</summary>
    internal static string Text(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The power of ten that divides the range of colours into thousands; digits below it would only cost bytes.</summary>
    private static int Unit(CellGrid grid, ColorLimits limits)
    {
        var range = (int)Math.Floor(Math.Log10(limits.High / 2 - limits.Low / 2)) - 2;
        var size = (int)Math.Floor(Math.Log10(Math.Max(Math.Max(Math.Abs(grid.Min), Math.Abs(grid.Max)), 1e-300)));
        return Math.Max(range, size - 14);
    }

    private static string Rounded(double value, int exponent)
    {
        // In two factors: 10^-exponent alone overflows where the range is below 1e-308.
        var count = Math.Round(value * Math.Pow(10, -exponent / 2) * Math.Pow(10, -exponent + exponent / 2));
        if (count == 0)
            return "0";
        while (count % 10 == 0)
            (count, exponent) = (count / 10, exponent + 1);
        var digits = count.ToString("F0", CultureInfo.InvariantCulture);
        return exponent == 0 ? digits : digits + "e" + exponent.ToString(CultureInfo.InvariantCulture);
    }
}
