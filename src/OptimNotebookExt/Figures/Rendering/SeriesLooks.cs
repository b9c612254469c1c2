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
            if (series[i] is BandSeries or LineSeries { ReferenceOf: not null })
                continue;
            looks[i] = (series[i] as LineSeries)?.Look ?? next++;
            if (series[i] is LineSeries line)
                byLine.TryAdd(line.Name, looks[i]);
        }
        for (var i = 0; i < series.Count; i++)
        {
            var of = series[i] switch { BandSeries band => band.Line, LineSeries line => line.ReferenceOf, _ => null };
            if (of is not null)
                looks[i] = byLine.TryGetValue(of, out var look) ? look : next++;
        }
        return looks;
    }

    internal static bool IsReference(Series series) => series is LineSeries { ReferenceOf: not null };

    /// <summary>How a line is drawn: where some are references, dashes tell these apart and nothing else.</summary>
    internal static Stroke Stroke(IReadOnlyList<Series> series, LineSeries line, int look) =>
        IsReference(line) ? new(Theme.Color(look), 5, [7, 5], 0.5)
        : new(Theme.Color(look), 1.8, series.Any(IsReference) ? [] : Theme.Dash(look));

    /// <summary>The name; of a reference, after that of the line it belongs to.</summary>
    internal static string FullName(IReadOnlyList<Series> series, int index) =>
        series[index] is LineSeries { ReferenceOf.Length: > 0 } line ? $"{line.ReferenceOf}, {Name(series, index)}" : Name(series, index);

    internal static bool BelongsToLine(IReadOnlyList<Series> series, BandSeries band) =>
        series.Any(s => s is LineSeries line && line.Name == band.Line);

    /// <summary>The name, or what stands for it in series without one.</summary>
    internal static string Name(IReadOnlyList<Series> series, int index) =>
        series[index].Name.Length > 0 ? series[index].Name
        : series[index] is BandSeries { Line.Length: > 0 } band ? band.Line + ", range"
        : string.Create(CultureInfo.InvariantCulture, $"series {index + 1}");
}
