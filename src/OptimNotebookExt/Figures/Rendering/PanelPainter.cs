namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Draws one panel: chooses the painter of its kind, or a frame that says that there is nothing to draw.</summary>
internal static class PanelPainter
{
    internal static double Height(Panel panel, int columns)
    {
        var title = panel.Title.Length > 0 ? 20 : 0;
        if (panel.HasBars)
            return title + BarsPainter.Height(panel);
        if (panel.HeatMap is not null)
            return title + (columns switch { 1 => 430, 2 => 360, _ => 300 });
        return title + (panel.EqualAspect ? 400 : columns switch { 1 => 340, 2 => 320, _ => 270 });
    }

    internal static void Draw(ICanvas canvas, Panel panel, Box box)
    {
        if (panel.Title.Length > 0)
        {
            canvas.Text(new Point(box.Left, box.Top + 12), FontMetrics.Fit(panel.Title, Theme.PanelTitleSize * 1.06, box.Width), new TextLook(Theme.PanelTitleSize, Bold: true));
            box = box.Inset(0, 20, 0, 0);
        }
        if (panel.HeatMap is { } map)
        {
            if (map.Grid.HasFinite)
                HeatMapPainter.Draw(canvas, panel, map, box);
            else
                Empty(canvas, box);
        }
        else if (panel.HasBars)
        {
            if (BarsPainter.Range(panel) is { } lengths)
                BarsPainter.Draw(canvas, panel, lengths, box);
            else
                Empty(canvas, box);
        }
        else if (AxisRange.Of(panel.X, panel.Series.SelectMany(s => s.XValues), 0.02) is { } x && AxisRange.Of(panel.Y, panel.Series.SelectMany(s => s.YValues)) is { } y)
            new CurvesPainter(canvas, panel, x, y).Draw(box);
        else
            Empty(canvas, box);
    }

    private static void Empty(ICanvas canvas, Box box)
    {
        var frame = box.Inset(8, 8, 8, 16);
        canvas.Path(frame.Corners, closed: true, Theme.Frame with { Dash = [4, 4] }, null);
        canvas.Text(new Point(frame.MiddleX, frame.MiddleY + 4), "no finite values", new TextLook(Theme.LabelSize, Anchor.Middle));
    }
}
