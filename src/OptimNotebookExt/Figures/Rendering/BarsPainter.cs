namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Horizontal bars with their labels on the left and their values at the ends.</summary>
internal static class BarsPainter
{
    private const double MaxLabelWidth = 220;

    internal static double Height(Panel panel) => Math.Max(120, Bars(panel)[0].Values.Count * RowHeight(panel) + 60);

    /// <summary>The range of lengths; 0 always belongs to a linear one.</summary>
    internal static AxisRange? Range(Panel panel)
    {
        var values = Bars(panel).SelectMany(b => b.Values).ToArray();
        if (!values.Any(panel.X.CanShow))
            return null;
        if (panel.X.Scale == AxisScale.Log)
            return AxisRange.Of(panel.X, values, 0.08);
        var range = AxisRange.Of(panel.X, values.Append(0), 0.02)!;
        var (low, high) = (values.Where(double.IsFinite).Min(), values.Where(double.IsFinite).Max());
        return range with { Low = low >= 0 && panel.X.Min is null ? 0 : range.Low, High = high <= 0 && low < 0 && panel.X.Max is null ? 0 : range.High };
    }

    internal static void Draw(ICanvas canvas, Panel panel, AxisRange range, Box box)
    {
        var bars = Bars(panel);
        var labels = bars[0].Labels.Select(l => FontMetrics.Fit(l, Theme.TickSize, Math.Min(MaxLabelWidth, box.Width * 0.4))).ToArray();
        var values = bars.SelectMany(b => b.Values).Select(v => FontMetrics.Width(NumberText.Short(v), Theme.TickSize)).Max() + 10;
        var plot = box.Inset(
            AxesPainter.LeftMargin(labels) + (range.Low < 0 ? values : 0),
            bars.Length > 1 ? 22 : 4,
            values,
            AxesPainter.TickHeight + (panel.X.Label.Length > 0 ? AxesPainter.LabelHeight : 0));
        plot = plot with { Height = Math.Min(plot.Height, labels.Length * RowHeight(panel)) };
        var area = new PlotArea(plot, range, new AxisRange(0, 1, AxisScale.Linear));

        var ticks = Ticks.Of(range);
        canvas.Lines([.. ticks.Select(t => (Point[])[new(area.AtX(t), plot.Top), new(area.AtX(t), plot.Bottom)])], Theme.Grid);
        AxesPainter.Horizontal(canvas, area, panel.X, ticks);
        var start = area.AtX(range.Scale == AxisScale.Log ? range.Low : Math.Clamp(0, range.Low, range.High));
        canvas.Lines([[new(start, plot.Top), new(start, plot.Bottom)]], Theme.Frame);
        var row = plot.Height / labels.Length;
        for (var i = 0; i < labels.Length; i++)
        {
            canvas.Text(new Point(box.Left + AxesPainter.LeftMargin(labels) - 6, plot.Top + (i + 0.5) * row + 3.8), labels[i], new TextLook(Theme.TickSize, Anchor.End));
            var thickness = row * 0.72 / bars.Length;
            for (var s = 0; s < bars.Length; s++)
                Bar(canvas, panel, area, start, bars[s].Values[i], new Box(0, plot.Top + i * row + row * 0.14 + s * thickness, 0, thickness), s);
        }
        if (bars.Length > 1)
            Names(canvas, panel, bars, box);
    }

    private static void Bar(ICanvas canvas, Panel panel, PlotArea area, double start, double value, Box place, int look)
    {
        var end = start;
        if (panel.X.CanShow(value))
        {
            end = Math.Clamp(area.AtX(value), area.Box.Left, area.Box.Right);
            Rectangle(canvas, place with { Left = Math.Min(start, end), Width = Math.Abs(end - start), Height = place.Height - 1 }, look);
        }
        var left = end < start;
        canvas.Text(new Point(end + (left ? -5 : 5), place.MiddleY + 3.3), NumberText.Short(value), new TextLook(Math.Min(Theme.TickSize, place.Height + 1), left ? Anchor.End : Anchor.Start));
    }

    /// <summary>Series differ in colour and in filling: full, pale with a solid edge, pale with a dashed edge.</summary>
    private static void Rectangle(ICanvas canvas, Box box, int look)
    {
        var color = Theme.Color(look);
        var style = look % 3;
        canvas.Path(box.Corners, closed: true, style == 0 ? null : new Stroke(color, 1.2, style == 1 ? [] : [3, 2]), new Fill(color, style == 0 ? 1 : 0.25));
    }

    private static void Names(ICanvas canvas, Panel panel, BarSeries[] bars, Box box)
    {
        var left = box.Left;
        for (var s = 0; s < bars.Length && left < box.Right - 40; s++)
        {
            var name = FontMetrics.Fit(SeriesLooks.Name(panel.Series, s), Theme.TickSize, Math.Max(20, box.Right - left - 24));
            Rectangle(canvas, new Box(left + 1, box.Top + 2, 14, 9), s);
            canvas.Text(new Point(left + 20, box.Top + 11), name, new TextLook(Theme.TickSize));
            left += 36 + FontMetrics.Width(name, Theme.TickSize);
        }
    }

    private static double RowHeight(Panel panel) => Math.Max(Bars(panel)[0].Values.Count > 20 ? 15 : 22, 13 * panel.Series.Count + 10);

    private static BarSeries[] Bars(Panel panel) => [.. panel.Series.Cast<BarSeries>()];
}
