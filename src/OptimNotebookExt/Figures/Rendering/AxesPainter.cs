namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Grid, numbers and labels. The label of the vertical axis stands upright above it, where it reads without turning the head.</summary>
internal static class AxesPainter
{
    internal const double LabelHeight = 18;
    internal const double TickHeight = 20;

    internal static double LeftMargin(string[] labels) => labels.Select(l => FontMetrics.Width(l, Theme.TickSize)).DefaultIfEmpty(0).Max() + 8;

    internal static void Draw(ICanvas canvas, PlotArea area, Panel panel, double labelLeft)
    {
        var (box, xTicks, yTicks) = (area.Box, Ticks.Of(area.X), Ticks.Of(area.Y));
        canvas.Lines(
            [
                .. xTicks.Select(t => (Point[])[new(area.AtX(t), box.Top), new(area.AtX(t), box.Bottom)]),
                .. yTicks.Select(t => (Point[])[new(box.Left, area.AtY(t)), new(box.Right, area.AtY(t))]),
            ],
            Theme.Grid);
        Horizontal(canvas, area, panel.X, xTicks);
        var yLabels = NumberText.Ticks(yTicks, area.Y.Scale == AxisScale.Log);
        for (var i = 0; i < yTicks.Length; i++)
            canvas.Text(new Point(box.Left - 6, area.AtY(yTicks[i]) + 3.8), yLabels[i], new TextLook(Theme.TickSize, Anchor.End));
        if (panel.Y.Label.Length > 0)
            canvas.Text(new Point(labelLeft, box.Top - 8), FontMetrics.Fit(panel.Y.Label, Theme.LabelSize, box.Right - labelLeft), new TextLook(Theme.LabelSize));
    }

    internal static void Horizontal(ICanvas canvas, PlotArea area, Axis axis, double[] ticks)
    {
        var box = area.Box;
        var zero = area.Y.Scale == AxisScale.Linear && area.Y.Low < 0 && area.Y.High > 0 ? area.AtY(0) : box.Bottom;
        canvas.Lines([[new(box.Left, box.Bottom), new(box.Right, box.Bottom)]], Theme.Frame);
        if (zero < box.Bottom)
            canvas.Lines([[new(box.Left, zero), new(box.Right, zero)]], Theme.Frame with { Opacity = 0.5 });
        TickLabels(canvas, ticks.Select(area.AtX).ToArray(), NumberText.Ticks(ticks, area.X.Scale == AxisScale.Log), box.Bottom + 15);
        if (axis.Label.Length > 0)
            canvas.Text(new Point(box.MiddleX, box.Bottom + 32), FontMetrics.Fit(axis.Label, Theme.LabelSize, box.Width), new TextLook(Theme.LabelSize, Anchor.Middle));
    }

    /// <summary>Every label, or every second (third, …) where they would touch.</summary>
    internal static void TickLabels(ICanvas canvas, double[] places, string[] labels, double baseline)
    {
        var stride = 1;
        while (stride < places.Length && Touch(places, labels, stride))
            stride++;
        for (var i = 0; i < places.Length; i += stride)
            canvas.Text(new Point(places[i], baseline), labels[i], new TextLook(Theme.TickSize, Anchor.Middle));
    }

    private static bool Touch(double[] places, string[] labels, int stride)
    {
        for (var i = stride; i < places.Length; i += stride)
        {
            var room = (FontMetrics.Width(labels[i], Theme.TickSize) + FontMetrics.Width(labels[i - stride], Theme.TickSize)) / 2 + 6;
            if (places[i] - places[i - stride] < room)
                return true;
        }
        return false;
    }
}
