namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Where the axes of a panel stand, in shares of the chart between its margins.</summary>
internal static class PlotlyDomain
{
    internal static (double X0, double X1, double Y0, double Y1) Of(Figure figure, FigurePainter painter, int index)
    {
        var panel = figure.Panels[index];
        if (figure.Panels.Count == 1)
            return (0, panel.HeatMap is null ? 1 : 0.88, 0, 1);
        var box = painter.PanelBox(index);
        var left = panel.Series is [BarSeries bars, ..] ? 16 + bars.Labels.Select(l => Math.Min(220, FontMetrics.Width(l, Theme.TickSize))).Max() : 58;
        var right = panel.HeatMap is not null ? 70 : PlotlyLegends.Width(figure, panel) + 10;
        var top = panel.Title.Length > 0 ? 26 : 10;
        return ((box.Left + left) / painter.Width, (box.Right - right) / painter.Width, 1 - (box.Bottom - 40) / painter.Height, 1 - (box.Top + top) / painter.Height);
    }
}
