namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The outlines of markers, alike in area.</summary>
internal static class MarkerShapes
{
    internal static Point[] Outline(MarkerShape shape, Point at, double size)
    {
        var s = size;
        (double X, double Y)[] unit = shape switch
        {
            MarkerShape.Square => [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)],
            MarkerShape.Triangle => [(0, -0.7), (0.7, 0.5), (-0.7, 0.5)],
            MarkerShape.Down => [(0, 0.7), (0.7, -0.5), (-0.7, -0.5)],
            MarkerShape.Diamond => [(0, -0.75), (0.65, 0), (0, 0.75), (-0.65, 0)],
            MarkerShape.Cross => [(-0.2, -0.7), (0.2, -0.7), (0.2, -0.2), (0.7, -0.2), (0.7, 0.2), (0.2, 0.2), (0.2, 0.7), (-0.2, 0.7), (-0.2, 0.2), (-0.7, 0.2), (-0.7, -0.2), (-0.2, -0.2)],
            _ => [.. Enumerable.Range(0, 16).Select(i => (0.55 * Math.Cos(i * Math.PI / 8), 0.55 * Math.Sin(i * Math.PI / 8)))],
        };
        return [.. unit.Select(p => new Point(at.X + s * p.X, at.Y + s * p.Y))];
    }
}
