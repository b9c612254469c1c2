using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Arrows as lines with a gap behind each, and a mark at its head.</summary>
internal static class PlotlyArrows
{
    internal static void Write(Utf8JsonWriter json, ArrowSeries arrows, int look)
    {
        json.WriteString("mode", "lines+markers");
        var all = Enumerable.Range(0, arrows.FromX.Count).ToArray();
        PlotlyJson.WriteNumbers(json, "x", all.SelectMany(i => (double[])[arrows.FromX[i], arrows.ToX[i], double.NaN]));
        PlotlyJson.WriteNumbers(json, "y", all.SelectMany(i => (double[])[arrows.FromY[i], arrows.ToY[i], double.NaN]));
        PlotlyMarks.WriteLine(json, Theme.Color(look), 1.3, []);
        json.WriteStartObject("marker");
        json.WriteString("color", Theme.Color(look));
        json.WriteString("symbol", "arrow");
        json.WriteString("angleref", "previous");
        PlotlyJson.WriteNumbers(json, "size", all.SelectMany(_ => (double[])[0, 9, 0]));
        json.WriteEndObject();
    }
}
