using System.Net;
using System.Text;

namespace OptimNotebookExt.Host.Reports.Charts;

/// <summary>
/// A line chart with a logarithmic y axis as a small SVG image. It is written by hand because a machine without fonts
/// must write it too (the reader's fonts are used), dashes must survive, and text must turn light where the reader's page is dark.
/// </summary>
internal sealed class LogChart
{
    private const double Top = 34;
    private const double Bottom = 40;
    private const double Left = 80;
    private const double LabelGap = 15;

    private readonly StringBuilder _svg = new();
    private readonly LogAxis _axis;
    private readonly int _lastX;
    private readonly double _right;

    private LogChart(IReadOnlyList<ChartSeries> series)
    {
        _axis = LogAxis.Around(series.SelectMany(s => s.Band is { } band ? [.. s.Points, .. band.Low, .. band.High] : s.Points));
        _lastX = Math.Max(1, series.Select(s => s.Points.Count - 1).DefaultIfEmpty(1).Max());
        var longest = series.Max(s => (s.Label is { } label ? (int?)Shorten(label).Length : null)) ?? 0;
        _right = longest == 0 ? 14 : 26 + 8.6 * longest;
    }

    internal int Width { get; private init; }

    internal int Height { get; private init; }

    /// <summary>The chart as an SVG document with a transparent ground.</summary>
    /// <param name="series">Lines; dashed ones are drawn first.</param>
    /// <param name="xTitle">Name of the x axis.</param>
    /// <param name="yTitle">Name of the y axis.</param>
    /// <param name="key">What solid and dashed lines mean; null for no key.</param>
    /// <param name="width">Width in pixels at its natural size.</param>
    /// <param name="height">Height in pixels at its natural size.</param>
    internal static string Render(
        IReadOnlyList<ChartSeries> series, string xTitle, string yTitle, (string Solid, string Dashed)? key, int width, int height)
    {
        var chart = new LogChart(series) { Width = width, Height = height };
        chart.Begin();
        chart.Axes(xTitle, yTitle);
        if (key is { } words)
            chart.Key(words.Solid, words.Dashed);
        foreach (var line in series.OrderBy(line => !line.Dashed))
            chart.Line(line);
        for (var i = 0; i < series.Count; i++)
            chart.Markers(series[i], i, series.Count);
        chart.Labels(series);
        return chart._svg.Append("</svg>").ToString();
    }

    private void Begin() => Write($$$"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{{{Width}}}" height="{{{Height}}}" viewBox="0 0 {{{Width}}} {{{Height}}}" font-family="system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif" font-size="12.5">
        <style>text{fill:#75797f}.g{stroke:#8b949e;stroke-opacity:.28}.l{font-weight:600}@media(prefers-color-scheme:light){text{fill:#4d5560}}@media(prefers-color-scheme:dark){text{fill:#b4bcc8}}</style>
        """);

    private void Axes(string xTitle, string yTitle)
    {
        foreach (var (value, label) in _axis.Ticks())
        {
            var y = Y(value);
            Write($"<path class=\"g\" d=\"M{Left:0.#} {y:0.#}H{Width - _right:0.#}\"/>");
            Text(Left - 8, y + 4, label, "end");
        }
        for (var x = 0; x <= _lastX; x += TickStep(_lastX))
        {
            Write($"<path class=\"g\" d=\"M{X(x):0.#} {Height - Bottom:0.#}v5\"/>");
            Text(X(x), Height - Bottom + 19, Numbers.Invariant($"{x}"), "middle");
        }
        Text(Left, 14, yTitle, "start");
        Text(Left + (Width - _right - Left) / 2, Height - 5, xTitle, "middle");
    }

    private void Key(string solid, string dashed)
    {
        var at = Width - _right - 44 - 7 * (solid.Length + dashed.Length) - 50;
        Write($"<g stroke=\"#808790\"><path stroke-width=\"2\" d=\"M{at:0.#} 10h26\"/>");
        var second = at + 32 + 7 * solid.Length + 18;
        Write($"<path stroke-width=\"5\" stroke-opacity=\".5\" stroke-dasharray=\"7 5\" d=\"M{second:0.#} 10h26\"/></g>");
        Text(at + 32, 14, solid, "start");
        Text(second + 32, 14, dashed, "start");
    }

    private void Line(ChartSeries line)
    {
        if (line.Band is { } band)
            Write($"<path fill=\"{line.Style.Color}\" fill-opacity=\".14\" d=\"{BandPath(band.Low, band.High)}\"/>");
        var stroke = line.Dashed ? "stroke-width=\"5\" stroke-opacity=\".5\" stroke-dasharray=\"7 5\"" : "stroke-width=\"1.8\" stroke-linejoin=\"round\"";
        var path = LinePath(line.Points);
        if (path.Length > 0)
            Write($"<path fill=\"none\" stroke=\"{line.Style.Color}\" {stroke} d=\"{path}\"/>");
    }

    private void Markers(ChartSeries line, int index, int count)
    {
        if (line.Dashed || !line.Markers)
            return;
        // Staggered, so that the markers of lines on top of each other do not hide each other.
        var every = Math.Max(1, _lastX / 8);
        var first = every * index / Math.Max(1, count);
        var path = new StringBuilder();
        for (var x = first; x < line.Points.Count; x += every)
        {
            if (ChartSeries.IsDrawable(line.Points[x]))
                path.Append(Numbers.Invariant($"<use href=\"#m{index}\" x=\"{X(x):0.#}\" y=\"{Y(line.Points[x]):0.#}\"/>"));
        }
        if (path.Length > 0)
            Write($"<g fill=\"{line.Style.Color}\"><defs><path id=\"m{index}\" d=\"{line.Style.Marker}\"/></defs>{path}</g>");
    }

    private void Labels(IReadOnlyList<ChartSeries> series)
    {
        var ends = series
            .Where(line => line.Label is not null && line.Points.Any(ChartSeries.IsDrawable))
            .Select(line => (Line: line, X: Enumerable.Range(0, line.Points.Count).Last(x => ChartSeries.IsDrawable(line.Points[x]))))
            .Select(end => (end.Line, X: X(end.X), Y: Y(end.Line.Points[end.X])))
            .OrderBy(end => end.Y).ToArray();
        var at = Spread([.. ends.Select(end => end.Y)], Top, Height - Bottom);
        foreach (var ((line, x, y), labelY) in ends.Zip(at))
        {
            var edge = Width - _right;
            Write($"<path fill=\"none\" stroke=\"{line.Style.Color}\" stroke-opacity=\".6\" d=\"M{x:0.#} {y:0.#}L{edge + 8:0.#} {labelY:0.#}\"/>");
            Write($"<path fill=\"{line.Style.Color}\" transform=\"translate({edge + 12:0.#} {labelY:0.#})\" d=\"{line.Style.Marker}\"/>");
            Write($"<text class=\"l\" x=\"{edge + 20:0.#}\" y=\"{labelY + 4:0.#}\">{WebUtility.HtmlEncode(Shorten(line.Label!))}</text>");
        }
    }

    /// <summary>Moves sorted positions apart to <see cref="LabelGap"/>, keeping their order and, where there is room, their range.</summary>
    internal static double[] Spread(double[] positions, double low, double high)
    {
        var at = (double[])positions.Clone();
        for (var i = 1; i < at.Length; i++)
            at[i] = Math.Max(at[i], at[i - 1] + LabelGap);
        if (at.Length > 0)
            at[^1] = Math.Max(low, Math.Min(at[^1], high));
        for (var i = at.Length - 2; i >= 0; i--)
            at[i] = Math.Min(at[i], at[i + 1] - LabelGap);
        return at;
    }

    private string LinePath(IReadOnlyList<double> points)
    {
        var path = new StringBuilder();
        var pen = false;
        for (var x = 0; x < points.Count; x++)
        {
            var draw = ChartSeries.IsDrawable(points[x]);
            if (draw)
                path.Append(Numbers.Invariant($"{(pen ? 'L' : 'M')}{X(x):0.#} {Y(points[x]):0.#}"));
            pen = draw;
        }
        return path.ToString();
    }

    private string BandPath(IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        var drawn = Enumerable.Range(0, low.Count).Where(x => ChartSeries.IsDrawable(low[x]) && ChartSeries.IsDrawable(high[x])).ToArray();
        var edge = drawn.Select(x => (x, high[x])).Concat(drawn.Reverse().Select(x => (x, low[x])))
            .Select(point => Numbers.Invariant($"{X(point.Item1):0.#} {Y(point.Item2):0.#}"));
        return drawn.Length == 0 ? "" : $"M{string.Join('L', edge)}z";
    }

    private double X(int x) => Left + (Width - _right - Left) * x / _lastX;

    private double Y(double value) => Height - Bottom - (Height - Bottom - Top) * _axis.Position(value);

    private static int TickStep(int last)
    {
        int[] steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000];
        var few = steps.Where(step => last / step is >= 3 and <= 7).ToArray();
        return few.FirstOrDefault(step => last % step == 0, few.FirstOrDefault(Math.Max(1, last / 7)));
    }

    private static string Shorten(string label) => label.Length <= 26 ? label : label[..25] + "…";

    private void Text(double x, double y, string text, string anchor) =>
        Write($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    private void Write(FormattableString text) => _svg.Append(Numbers.Invariant(text)).Append('\n');
}
