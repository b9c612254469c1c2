using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A band as a closed line that is filled.</summary>
internal static class PlotlyBand
{
    internal static void Write(Utf8JsonWriter json, BandSeries band, int look)
    {
        int[] shown = [.. Enumerable.Range(0, band.X.Count).Where(i => double.IsFinite(band.X[i]) && double.IsFinite(band.Lower[i]) && double.IsFinite(band.Upper[i]))];
        json.WriteString("mode", "lines");
        PlotlyJson.WriteNumbers(json, "x", shown.Concat(Enumerable.Reverse(shown)).Select(i => band.X[i]));
        PlotlyJson.WriteNumbers(json, "y", shown.Select(i => band.Upper[i]).Concat(Enumerable.Reverse(shown).Select(i => band.Lower[i])));
        json.WriteString("fill", "toself");
        json.WriteString("fillcolor", Translucent(Theme.Color(look), 0.22));
        PlotlyMarks.WriteLine(json, Theme.Color(look), 0, []);
        json.WriteString("hoverinfo", "skip");
    }

    private static string Translucent(string color, double opacity)
    {
        var value = Convert.ToInt32(color[1..], 16);
        return string.Create(CultureInfo.InvariantCulture, $"rgba({value >> 16},{value >> 8 & 255},{value & 255},{opacity})");
    }
}
