using System.Globalization;
using System.Text;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Draws into the text of an SVG; coordinates have one decimal, lines are written as differences.</summary>
internal sealed class SvgCanvas : ICanvas
{
    private readonly StringBuilder _body = new();
    private readonly StringBuilder _definitions = new();
    private readonly Dictionary<(MarkerShape, double, string), string> _markers = [];
    private int _clips;

    internal string Document(double width, double height, string title, string description)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" font-family=\"{Theme.FontFamily}\">");
        if (title.Length > 0)
            svg.Append("<title>").Append(Markup.Encode(title)).Append("</title>");
        svg.Append("<desc>").Append(Markup.Encode(description)).Append("</desc>\n");
        if (_definitions.Length > 0)
            svg.Append("<defs>").Append(_definitions).Append("</defs>\n");
        return svg.Append(_body).Append("</svg>\n").ToString();
    }

    public void Path(IReadOnlyList<Point> points, bool closed, Stroke? stroke, Fill? fill)
    {
        _body.Append("<path d=\"");
        Append(points);
        _body.Append(closed ? "z\"" : "\"");
        Append(fill);
        if (stroke is { } s)
            Append(s);
        _body.Append("/>\n");
    }

    public void Lines(IReadOnlyList<IReadOnlyList<Point>> lines, Stroke stroke)
    {
        if (lines.Count == 0)
            return;
        _body.Append("<path d=\"");
        foreach (var line in lines)
            Append(line);
        _body.Append('"');
        Append((Fill?)null);
        Append(stroke);
        _body.Append("/>\n");
    }

    public void Markers(IReadOnlyList<Point> points, MarkerShape shape, double size, string color)
    {
        if (points.Count == 0)
            return;
        var id = Marker(shape, size, color);
        _body.Append("<path d=\"");
        Append(points);
        // A lone point is a path without length, which has no marker in some viewers: go there and back.
        if (points.Count == 1)
            _body.Append("h0");
        _body.Append(CultureInfo.InvariantCulture, $"\" fill=\"none\" marker-start=\"url(#{id})\" marker-mid=\"url(#{id})\"{(points.Count > 1 ? $" marker-end=\"url(#{id})\"" : "")}/>\n");
    }

    public void Text(Point place, string text, TextLook look)
    {
        var (x, y) = (N(place.X), N(place.Y));
        _body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-size=\"{N(look.Size)}\" fill=\"{look.Color}\"");
        if (look.Anchor != Anchor.Start)
            _body.Append(look.Anchor == Anchor.Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        if (look.Bold)
            _body.Append(" font-weight=\"600\"");
        _body.Append('>').Append(Markup.Encode(text)).Append("</text>\n");
    }

    public void Image(byte[] png, Box box) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<image x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>\n");

    public void BeginClip(Box box)
    {
        _definitions.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"c{_clips}\"><rect x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\"/></clipPath>");
        _body.Append(CultureInfo.InvariantCulture, $"<g clip-path=\"url(#c{_clips++})\">\n");
    }

    public void EndClip() => _body.Append("</g>\n");

    private string Marker(MarkerShape shape, double size, string color)
    {
        if (_markers.TryGetValue((shape, size, color), out var known))
            return known;
        var id = "m" + _markers.Count.ToString(CultureInfo.InvariantCulture);
        _markers[(shape, size, color)] = id;
        var side = N(2 * size);
        _definitions.Append(CultureInfo.InvariantCulture, $"<marker id=\"{id}\" markerUnits=\"userSpaceOnUse\" markerWidth=\"{side}\" markerHeight=\"{side}\" refX=\"{N(size)}\" refY=\"{N(size)}\">");
        if (shape == MarkerShape.Circle)
            _definitions.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(size)}\" cy=\"{N(size)}\" r=\"{N(size * 0.55)}\" fill=\"{color}\"/>");
        else
        {
            var outline = MarkerShapes.Outline(shape, new Point(size, size), size);
            _definitions.Append(CultureInfo.InvariantCulture, $"<path d=\"M{string.Join('L', outline.Select(p => N(p.X) + " " + N(p.Y)))}z\" fill=\"{color}\"/>");
        }
        _definitions.Append("</marker>");
        return id;
    }

    private void Append(Fill? fill)
    {
        if (fill is not { } f)
            _body.Append(" fill=\"none\"");
        else
        {
            _body.Append(CultureInfo.InvariantCulture, $" fill=\"{f.Color}\"");
            if (f.Opacity < 1)
                _body.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{f.Opacity:0.##}\"");
        }
    }

    private void Append(Stroke stroke)
    {
        _body.Append(CultureInfo.InvariantCulture, $" stroke=\"{stroke.Color}\" stroke-width=\"{N(stroke.Width)}\"");
        if (stroke.Dash.Length > 0)
            _body.Append(CultureInfo.InvariantCulture, $" stroke-dasharray=\"{string.Join(' ', stroke.Dash.Select(N))}\"");
        else if (stroke.Width > 1)
            _body.Append(" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
        if (stroke.Opacity < 1)
            _body.Append(CultureInfo.InvariantCulture, $" stroke-opacity=\"{stroke.Opacity:0.##}\"");
    }

    private void Append(IReadOnlyList<Point> points)
    {
        var (atX, atY) = (0L, 0L);
        for (var i = 0; i < points.Count; i++)
        {
            // Differences of rounded places, so that roundings do not add up.
            var (x, y) = (Tenths(points[i].X), Tenths(points[i].Y));
            _body.Append(i == 0 ? "M" : i == 1 ? "l" : "");
            AppendTenths(i == 0 ? x : x - atX, first: i <= 1);
            AppendTenths(i == 0 ? y : y - atY, first: false);
            (atX, atY) = (x, y);
        }
    }

    private void AppendTenths(long tenths, bool first)
    {
        if (tenths < 0)
            _body.Append('-');
        else if (!first)
            _body.Append(' ');
        var size = Math.Abs(tenths);
        if (size >= 10 || size == 0)
            _body.Append(size / 10);
        if (size % 10 != 0)
            _body.Append('.').Append((char)('0' + size % 10));
    }

    private static long Tenths(double value) => (long)Math.Round(Math.Clamp(value, -1e6, 1e6) * 10);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
