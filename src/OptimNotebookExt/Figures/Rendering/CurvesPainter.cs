namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Lines, bands, points and arrows on two axes, with a legend beside them.</summary>
internal sealed class CurvesPainter(ICanvas canvas, Panel panel, AxisRange x, AxisRange y)
{
    private const double MarkerSize = 6.5;
    private const double PointSize = 6;

    /// <summary>Up to so many points a line shows a marker at each.</summary>
    internal const int FewPoints = 40;
    private const int SpacedMarkers = 7;

    private readonly int[] _looks = SeriesLooks.Of(panel.Series);

    internal void Draw(Box box)
    {
        var legend = new Legend(panel, _looks, box.Width * 0.32);
        var left = AxesPainter.LeftMargin(NumberText.Ticks(Ticks.Of(y), y.Scale == AxisScale.Log));
        var plot = box.Inset(
            left,
            panel.Y.Label.Length > 0 || legend.HasKey ? AxesPainter.LabelHeight + 4 : 8,
            legend.Width > 0 ? legend.Width : 16,
            AxesPainter.TickHeight + (panel.X.Label.Length > 0 ? AxesPainter.LabelHeight : 0));
        var area = new PlotArea(plot, x, y);
        if (panel.EqualAspect)
            area = (area with { Box = plot with { Width = Math.Min(plot.Width, plot.Height * 1.3) } }).WithEqualUnits();

        AxesPainter.Draw(canvas, area, panel, box.Left);
        // Only limits given can cut data off.
        var clip = panel.X.Min is not null || panel.X.Max is not null || panel.Y.Min is not null || panel.Y.Max is not null;
        if (clip)
            canvas.BeginClip(area.Box.Inset(-4, -4, -4, -4));
        foreach (var (series, look) in panel.Series.Zip(_looks).OrderBy(s => s.First is BandSeries ? 0 : SeriesLooks.IsReference(s.First) ? 1 : 2))
            Draw(area, series, look);
        if (clip)
            canvas.EndClip();
        legend.Draw(canvas, area);
    }

    private void Draw(PlotArea area, Series series, int look)
    {
        switch (series)
        {
            case BandSeries band:
                foreach (var run in Runs(band.X.Count, i => panel.X.CanShow(band.X[i]) && panel.Y.CanShow(band.Lower[i]) && panel.Y.CanShow(band.Upper[i])))
                {
                    Point[] edge = [.. run.Select(i => area.At(band.X[i], band.Upper[i])), .. Enumerable.Reverse(run).Select(i => area.At(band.X[i], band.Lower[i]))];
                    canvas.Path(edge, closed: true, null, new Fill(Theme.Color(look), 0.22));
                }
                break;
            case LineSeries line:
                Line(area, line, look);
                break;
            case ScatterSeries points:
                canvas.Markers(
                    [.. Enumerable.Range(0, points.X.Count).Where(i => panel.X.CanShow(points.X[i]) && panel.Y.CanShow(points.Y[i])).Select(i => area.At(points.X[i], points.Y[i]))],
                    Theme.Marker(look),
                    points.X.Count > 300 ? PointSize * 0.75 : PointSize,
                    Theme.Color(look));
                break;
            case ArrowSeries arrows:
                for (var i = 0; i < arrows.FromX.Count; i++)
                {
                    if (new[] { arrows.FromX[i], arrows.FromY[i], arrows.ToX[i], arrows.ToY[i] }.All(double.IsFinite))
                        Arrow(area.At(arrows.FromX[i], arrows.FromY[i]), area.At(arrows.ToX[i], arrows.ToY[i]), Theme.Color(look));
                }
                break;
        }
    }

    private void Line(PlotArea area, LineSeries line, int look)
    {
        var runs = Runs(line.X.Count, i => panel.X.CanShow(line.X[i]) && panel.Y.CanShow(line.Y[i]))
            .Select(run => run.Select(i => area.At(line.X[i], line.Y[i])).ToArray()).ToArray();
        canvas.Lines([.. runs.Where(run => run.Length > 1)], SeriesLooks.Stroke(panel.Series, line, look));
        if (SeriesLooks.IsReference(line))
            return;
        Point[] all = [.. runs.SelectMany(run => run)];
        var alone = panel.Series.Count(s => s is LineSeries) == 1;
        IEnumerable<Point> marked = line.SourceCount <= FewPoints ? all
            : [.. runs.Where(run => run.Length == 1).Select(run => run[0]), .. alone ? [] : Spaced(all, look)];
        canvas.Markers([.. marked], Theme.Marker(look), MarkerSize, Theme.Color(look));
    }

    /// <summary>A few points at equal distances along the line, shifted from series to series so that markers do not meet.</summary>
    private static List<Point> Spaced(Point[] points, int look)
    {
        var lengths = points.Zip(points.Skip(1), (a, b) => Math.Abs(b.X - a.X) + 0.2 * Math.Abs(b.Y - a.Y)).ToArray();
        var stretch = lengths.Sum() / SpacedMarkers;
        var (next, at, chosen) = (stretch * (0.3 + look % 4 * 0.2), 0.0, new List<Point>());
        for (var i = 0; i < lengths.Length && stretch > 0; i++)
        {
            at += lengths[i];
            if (at < next)
                continue;
            chosen.Add(points[i + 1]);
            next += stretch;
        }
        return chosen;
    }

    private void Arrow(Point from, Point to, string color)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt(dx * dx + dy * dy);
        if (length < 1)
            return;
        var (ux, uy, head) = (dx / length, dy / length, Math.Min(8, length * 0.6));
        var neck = new Point(to.X - ux * head, to.Y - uy * head);
        canvas.Lines([[from, neck]], new Stroke(color, 1.3, []));
        canvas.Path([to, new(neck.X - uy * head * 0.4, neck.Y + ux * head * 0.4), new(neck.X + uy * head * 0.4, neck.Y - ux * head * 0.4)], closed: true, null, new Fill(color));
    }

    private static IEnumerable<int[]> Runs(int count, Func<int, bool> shown)
    {
        for (var i = 0; i < count; i++)
        {
            if (!shown(i))
                continue;
            var from = i;
            while (i < count && shown(i))
                i++;
            yield return [.. Enumerable.Range(from, i - from)];
        }
    }
}
