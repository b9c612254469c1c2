namespace OptimNotebookExt.Figures.Rendering;

/// <summary>What figures are drawn on: an SVG text or pixels.</summary>
internal interface ICanvas
{
    /// <summary>A polygon (closed) or polyline.</summary>
    void Path(IReadOnlyList<Point> points, bool closed, Stroke? stroke, Fill? fill);

    /// <summary>Several polylines in one look.</summary>
    void Lines(IReadOnlyList<IReadOnlyList<Point>> lines, Stroke stroke);

    /// <summary>The same marker at every point.</summary>
    void Markers(IReadOnlyList<Point> points, MarkerShape shape, double size, string color);

    /// <summary>A line of text; the place is on its baseline.</summary>
    void Text(Point place, string text, TextLook look);

    /// <summary>A PNG stretched over the box with hard cell edges.</summary>
    void Image(byte[] png, Box box);

    /// <summary>What follows is cut at the box, up to <see cref="EndClip"/>.</summary>
    void BeginClip(Box box);

    /// <summary>Ends <see cref="BeginClip"/>.</summary>
    void EndClip();
}
