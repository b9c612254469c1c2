using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A figure in plotly's schema: data and layout.</summary>
internal static class PlotlyJson
{
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

    internal static void WriteFont(Utf8JsonWriter json, double size)
    {
        json.WriteStartObject("font");
        json.WriteString("color", Theme.Ink);
        json.WriteNumber("size", size);
        json.WriteString("family", Theme.FontFamily);
        json.WriteEndObject();
    }

    /// <summary>Plotly reads names as a small HTML; this shows them as they are.</summary>
    internal static string Text(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
