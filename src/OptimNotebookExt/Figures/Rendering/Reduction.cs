namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Fewer points for the same picture: what stands out stays.</summary>
internal static class Reduction
{
    /// <summary>The least and the greatest y of every stretch, and a gap where the stretch has one.</summary>
    internal static LineSeries Line(LineSeries line, int limit)
    {
        var count = line.X.Count;
        if (count <= limit)
            return line;
        var buckets = Math.Max(1, (limit - 2) / (line.Y.All(double.IsFinite) ? 2 : 3));
        var kept = new SortedSet<int> { 0, count - 1 };
        foreach (var (from, to) in Buckets(count, buckets))
        {
            var (low, high, gap) = (-1, -1, -1);
            for (var i = from; i < to; i++)
            {
                if (!double.IsFinite(line.Y[i]))
                    gap = gap < 0 ? i : gap;
                else
                {
                    low = low < 0 || line.Y[i] < line.Y[low] ? i : low;
                    high = high < 0 || line.Y[i] > line.Y[high] ? i : high;
                }
            }
            kept.UnionWith(new[] { low, high, gap }.Where(i => i >= 0));
        }
        return new LineSeries([.. kept.Select(i => line.X[i])], [.. kept.Select(i => line.Y[i])], line.Name, line.SourceCount) { ReferenceOf = line.ReferenceOf, Look = line.Look };
    }

    /// <summary>The lowest lower and the highest upper value of every stretch.</summary>
    internal static BandSeries Band(BandSeries band, int limit)
    {
        var count = band.X.Count;
        if (count <= limit)
            return band;
        var (x, lower, upper) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var (from, to) in Buckets(count, limit))
        {
            x.Add(band.X[from == 0 ? 0 : to == count ? count - 1 : (from + to) / 2]);
            var stretch = Enumerable.Range(from, to - from);
            var odd = stretch.Any(i => !double.IsFinite(band.Lower[i]) || !double.IsFinite(band.Upper[i]));
            lower.Add(odd ? double.NaN : stretch.Min(i => band.Lower[i]));
            upper.Add(odd ? double.NaN : stretch.Max(i => band.Upper[i]));
        }
        return new BandSeries([.. x], [.. lower], [.. upper], band.Line, band.Name, band.SourceCount);
    }

    /// <summary>The extreme points, the first point of every cell of a net over the axes, and every k-th point.</summary>
    internal static ScatterSeries Scatter(ScatterSeries points, Axis xAxis, Axis yAxis, int limit)
    {
        if (points.X.Count <= limit)
            return points;
        var seen = Enumerable.Range(0, points.X.Count).Where(i => xAxis.CanShow(points.X[i]) && yAxis.CanShow(points.Y[i])).ToArray();
        var (x, y) = (AxisRange.Of(xAxis, points.X), AxisRange.Of(yAxis, points.Y));
        if (x is null || y is null || seen.Length == 0)
            return new ScatterSeries([], [], points.Name, points.SourceCount);
        var extremes = new HashSet<int>
        {
            seen.MinBy(i => points.X[i]), seen.MaxBy(i => points.X[i]), seen.MinBy(i => points.Y[i]), seen.MaxBy(i => points.Y[i]),
        };
        // Half of the points keep the outline, the rest the density.
        var outline = Outline(points, seen, x, y, limit / 2);
        extremes.UnionWith(outline);
        var free = Math.Max(0, limit - extremes.Count);
        extremes.UnionWith(Enumerable.Range(0, free).Select(k => seen[(int)((long)k * seen.Length / free)]));
        int[] order = [.. extremes.Order()];
        return new ScatterSeries([.. order.Select(i => points.X[i])], [.. order.Select(i => points.Y[i])], points.Name, points.SourceCount);
    }

    /// <summary>The first point of every cell of the finest net over the axes that has few enough.</summary>
    private static HashSet<int> Outline(ScatterSeries points, int[] seen, AxisRange x, AxisRange y, int limit)
    {
        for (var cells = 256; ; cells /= 2)
        {
            var firsts = new Dictionary<(int, int), int>();
            foreach (var i in seen)
                firsts.TryAdd(((int)(x.Share(points.X[i]) * cells), (int)(y.Share(points.Y[i]) * cells)), i);
            if (firsts.Count <= limit || cells == 1)
                return [.. firsts.Values];
        }
    }

    /// <summary>The longest bars, in the order given.</summary>
    internal static IEnumerable<BarSeries> Bars(IReadOnlyList<BarSeries> bars, int limit)
    {
        if (bars[0].Values.Count <= limit)
            return bars;
        // A bar that is not finite is what a reader has to see first.
        var kept = Enumerable.Range(0, bars[0].Values.Count)
            .OrderByDescending(i => bars.Max(b => double.IsFinite(b.Values[i]) ? Math.Abs(b.Values[i]) : double.PositiveInfinity))
            .Take(limit).Order().ToArray();
        return bars.Select(b => new BarSeries([.. kept.Select(i => b.Labels[i])], [.. kept.Select(i => b.Values[i])], b.Name, b.SourceCount));
    }

    private static IEnumerable<(int From, int To)> Buckets(int count, int buckets)
    {
        for (var b = 0; b < buckets; b++)
            yield return ((int)((long)b * count / buckets), (int)((long)(b + 1) * count / buckets));
    }
}
