using System.Globalization;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Which place in the theme every series of a panel takes: bands that of their line, all others the next one.</summary>
internal static class SeriesLooks
{
    internal static int[] Of(IReadOnlyList<Series> series)
    {
        var looks = new int[series.Count];
        var byLine = new Dictionary<string, int>(StringComparer.Ordinal);
        var next = 0;
        for (var i = 0; i < series.Count; i++)
        {
            if (series[i] is BandSeries)
                continue;
            looks[i] = next++;
            if (series[i] is LineSeries line)
                byLine.TryAdd(line.Name, looks[i]);
        }
        for (var i = 0; i < series.Count; i++)
        {
            if (series[i] is BandSeries band)
                looks[i] = byLine.TryGetValue(band.Line, out var look) ? look : next++;
        }
        return looks;
    }

    internal static bool BelongsToLine(IReadOnlyList<Series> series, BandSeries band) =>
        series.Any(s => s is LineSeries line && line.Name == band.Line);

    /// <summary>The name, or what stands for it in series without one.</summary>
    internal static string Name(IReadOnlyList<Series> series, int index) =>
        series[index].Name.Length > 0 ? series[index].Name
        : series[index] is BandSeries { Line.Length: > 0 } band ? band.Line + ", range"
        : string.Create(CultureInfo.InvariantCulture, $"series {index + 1}");
}
