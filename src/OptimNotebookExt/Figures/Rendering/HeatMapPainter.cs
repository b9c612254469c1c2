using System.Globalization;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Cells with indices, a colour bar, hatching where a value is not finite, and numbers in the cells of small matrices.</summary>
internal static class HeatMapPainter
{
    private const int NumbersUpTo = 8;
    private const double BarWidth = 12;
    private const double HatchStep = 6;
    private const double MaxRatio = 6;

    internal static void Draw(ICanvas canvas, Panel panel, HeatMapSeries map, Box box)
    {
        var limits = ColorLimits.Of(map.Grid);
        var barRange = new AxisRange(limits.Low, limits.High, AxisScale.Linear);
        var (rowTicks, columnTicks, barTicks) = (Ticks.Cells(map.SourceRows), Ticks.Cells(map.SourceColumns), Ticks.Of(barRange));
        var barLabels = NumberText.Ticks(barTicks, log: false);
        var rowLabels = NumberText.Ticks(rowTicks, log: false);
        var plot = Shaped(
            box.Inset(
                AxesPainter.LeftMargin(rowLabels),
                AxesPainter.LabelHeight + 4,
                BarWidth + 22 + AxesPainter.LeftMargin(barLabels),
                AxesPainter.TickHeight + (panel.X.Label.Length > 0 ? AxesPainter.LabelHeight : 0)),
            map);

        if (map.Grid.NonFinite.Total > 0)
            Hatch(canvas, plot);
        canvas.Image(HeatMapRaster.Png(map), plot);
        canvas.Path(plot.Corners, closed: true, Theme.Frame, null);
        if (map.Rows <= NumbersUpTo && map.Columns <= NumbersUpTo && plot.Width / map.Columns >= 34 && plot.Height / map.Rows >= 14)
            Numbers(canvas, map, limits, plot);

        for (var i = 0; i < rowTicks.Length; i++)
            canvas.Text(new Point(plot.Left - 6, plot.Top + (rowTicks[i] + 0.5) / map.SourceRows * plot.Height + 3.8), rowLabels[i], new TextLook(Theme.TickSize, Anchor.End));
        AxesPainter.TickLabels(canvas, [.. columnTicks.Select(t => plot.Left + (t + 0.5) / map.SourceColumns * plot.Width)], NumberText.Ticks(columnTicks, log: false), plot.Bottom + 15);
        canvas.Text(new Point(box.Left, plot.Top - 8), panel.Y.Label, new TextLook(Theme.LabelSize));
        if (panel.X.Label.Length > 0)
            canvas.Text(new Point(plot.MiddleX, plot.Bottom + 32), panel.X.Label, new TextLook(Theme.LabelSize, Anchor.Middle));
        ColorBar(canvas, map, new Box(plot.Right + 16, plot.Top, BarWidth, plot.Height), barTicks, barLabels, limits, plot.Left);
    }

    private static void ColorBar(ICanvas canvas, HeatMapSeries map, Box bar, double[] ticks, string[] labels, ColorLimits limits, double labelLeft)
    {
        canvas.Image(HeatMapRaster.Bar(map.Scale.Map), bar);
        canvas.Path(bar.Corners, closed: true, Theme.Frame, null);
        for (var i = 0; i < ticks.Length; i++)
        {
            var y = bar.Bottom - limits.Share(ticks[i]) * bar.Height;
            canvas.Lines([[new(bar.Right, y), new(bar.Right + 3, y)]], Theme.Frame);
            canvas.Text(new Point(bar.Right + 6, y + 3.8), labels[i], new TextLook(Theme.TickSize));
        }
        if (map.Name.Length > 0)
            canvas.Text(new Point(bar.Right, bar.Top - 8), FontMetrics.Fit(map.Name, Theme.LabelSize, bar.Right - labelLeft - 30), new TextLook(Theme.LabelSize, Anchor.End));
    }

    private static void Numbers(ICanvas canvas, HeatMapSeries map, ColorLimits limits, Box plot)
    {
        var (width, height) = (plot.Width / map.Columns, plot.Height / map.Rows);
        var largest = Math.Max(Math.Abs(map.Grid.Min), Math.Abs(map.Grid.Max));
        // As many decimals for all cells; numbers that need powers of ten keep their own.
        var format = largest is >= 0.01 and < 10_000 ? "F" + Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 0, 3).ToString(CultureInfo.InvariantCulture) : null;
        for (var r = 0; r < map.Rows; r++)
        {
            for (var c = 0; c < map.Columns; c++)
            {
                var value = map[r, c];
                var text = double.IsFinite(value) && format is not null ? value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−') : NumberText.Short(value);
                if (FontMetrics.Width(text, Theme.TickSize) > width - 4)
                    continue;
                var ink = double.IsFinite(value) ? Readable(ColorTables.At(map.Scale.Map, limits.Share(value))) : Theme.Ink;
                canvas.Text(new Point(plot.Left + (c + 0.5) * width, plot.Top + (r + 0.5) * height + 4), text, new TextLook(Theme.TickSize, Anchor.Middle, ink));
            }
        }
    }

    /// <summary>Black or white, whichever stands out from the cell.</summary>
    private static string Readable(int color) =>
        0.2126 * Linear(color >> 16) + 0.7152 * Linear(color >> 8 & 255) + 0.0722 * Linear(color & 255) > 0.18 ? "#000000" : "#ffffff";

    private static double Linear(int channel) => Math.Pow(channel / 255.0, 2.2);

    private static void Hatch(ICanvas canvas, Box box)
    {
        canvas.Path(box.Corners, closed: true, null, new Fill(Theme.Ink, 0.15));
        var lines = new List<IReadOnlyList<Point>>();
        for (var d = HatchStep; d < box.Width + box.Height; d += HatchStep)
        {
            // The diagonal x + y = d within the box.
            var (x0, x1) = (Math.Max(0, d - box.Height), Math.Min(d, box.Width));
            lines.Add([new(box.Left + x0, box.Top + d - x0), new(box.Left + x1, box.Top + d - x1)]);
        }
        canvas.Lines(lines, new Stroke(Theme.Ink, 1, [], 0.55));
    }

    internal static bool HasSquareCells(HeatMapSeries map) =>
        map.SourceRows > 0 && (double)map.SourceColumns / map.SourceRows is >= 1 / MaxRatio and <= MaxRatio;

    /// <summary>Square cells where the matrix is not too long for that.</summary>
    private static Box Shaped(Box box, HeatMapSeries map)
    {
        var ratio = Math.Clamp((double)map.SourceColumns / map.SourceRows, 1 / MaxRatio, MaxRatio);
        var width = Math.Min(box.Width, box.Height * ratio);
        return box with { Width = width, Height = Math.Min(box.Height, width / ratio) };
    }
}
