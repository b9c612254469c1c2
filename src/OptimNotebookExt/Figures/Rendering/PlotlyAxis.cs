using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>What an axis of the interactive chart has whether it lies or stands.</summary>
internal static class PlotlyAxis
{
    private const string GridColor = "rgba(125,125,125,0.28)";

    internal static void Write(Utf8JsonWriter json, Axis axis, AxisRange? range, double from, double to, bool whole)
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
}
