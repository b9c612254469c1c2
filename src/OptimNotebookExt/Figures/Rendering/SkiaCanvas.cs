using SkiaSharp;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Draws pixels with SkiaSharp. Uses only members that SkiaSharp 2.88 and 3.x share, as the user's choice decides.</summary>
internal sealed class SkiaCanvas : ICanvas, IDisposable
{
    private readonly SKCanvas _canvas;
    private readonly SKTypeface _regular;
    private readonly SKTypeface _bold;

    private SkiaCanvas(SKCanvas canvas)
    {
        _canvas = canvas;
        _regular = Typeface(SKFontStyle.Normal);
        _bold = Typeface(SKFontStyle.Bold);
    }

    internal static byte[] Draw(FigurePainter painter, double scale, string? background)
    {
        var info = new SKImageInfo((int)Math.Ceiling(painter.Width * scale), (int)Math.Ceiling(painter.Height * scale), SKColorType.Rgba8888, SKAlphaType.Premul);
        using var surface = SKSurface.Create(info);
        surface.Canvas.Clear(background is null ? SKColors.Transparent : SKColor.Parse(background));
        surface.Canvas.Scale((float)scale);
        using (var canvas = new SkiaCanvas(surface.Canvas))
            painter.Draw(canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public void Dispose()
    {
        _regular.Dispose();
        _bold.Dispose();
    }

    public void Path(IReadOnlyList<Point> points, bool closed, Stroke? stroke, Fill? fill)
    {
        using var path = new SKPath();
        Add(path, points);
        if (closed)
            path.Close();
        if (fill is { } f)
        {
            using var paint = new SKPaint { Color = Color(f.Color, f.Opacity), IsAntialias = true, Style = SKPaintStyle.Fill };
            _canvas.DrawPath(path, paint);
        }
        if (stroke is { } s)
            Draw(path, s);
    }

    public void Lines(IReadOnlyList<IReadOnlyList<Point>> lines, Stroke stroke)
    {
        using var path = new SKPath();
        foreach (var line in lines)
            Add(path, line);
        Draw(path, stroke);
    }

    public void Markers(IReadOnlyList<Point> points, MarkerShape shape, double size, string color)
    {
        foreach (var point in points)
            Path(MarkerShapes.Outline(shape, point, size), closed: true, null, new Fill(color));
    }

    public void Text(Point place, string text, TextLook look)
    {
        var x = place.X;
        var runs = Runs(text, look.Bold ? _bold : _regular).ToArray();
        using var paint = new SKPaint { Color = Color(look.Color, 1), IsAntialias = true };
        var widths = runs.Select(run =>
        {
            using var font = new SKFont(run.Face, (float)look.Size);
            return (double)font.MeasureText(run.Face.GetGlyphs(run.Text), paint);
        }).ToArray();
        x -= look.Anchor switch { Anchor.Middle => widths.Sum() / 2, Anchor.End => widths.Sum(), _ => 0 };
        for (var i = 0; i < runs.Length; i++)
        {
            using var font = new SKFont(runs[i].Face, (float)look.Size);
            _canvas.DrawText(runs[i].Text, (float)x, (float)place.Y, font, paint);
            x += widths[i];
        }
    }

    public void Image(byte[] png, Box box)
    {
        using var image = SKImage.FromEncodedData(png);
        // Without a paint no filter smooths the cells' edges.
        _canvas.DrawImage(image, new SKRect((float)box.Left, (float)box.Top, (float)box.Right, (float)box.Bottom));
    }

    public void BeginClip(Box box)
    {
        _canvas.Save();
        _canvas.ClipRect(new SKRect((float)box.Left, (float)box.Top, (float)box.Right, (float)box.Bottom));
    }

    public void EndClip() => _canvas.Restore();

    private static SKTypeface Typeface(SKFontStyle style)
    {
        foreach (var family in (ReadOnlySpan<string>)["Segoe UI", "Helvetica Neue", "Roboto", "Liberation Sans", "DejaVu Sans", "Arial"])
        {
            if (SKFontManager.Default.MatchFamily(family, style) is { } face)
                return face;
        }
        return SKTypeface.CreateDefault();
    }

    /// <summary>Stretches of text with a face that has their characters: raised digits and foreign scripts are missing in many.</summary>
    private static IEnumerable<(string Text, SKTypeface Face)> Runs(string text, SKTypeface face)
    {
        var (run, current) = ("", face);
        foreach (var rune in text.EnumerateRunes())
        {
            var needed = face.GetGlyph(rune.Value) != 0 ? face : SKFontManager.Default.MatchCharacter(rune.Value) ?? face;
            if (run.Length > 0 && !ReferenceEquals(needed, current))
            {
                yield return (run, current);
                run = "";
            }
            (run, current) = (run + rune.ToString(), needed);
        }
        if (run.Length > 0)
            yield return (run, current);
    }

    private void Draw(SKPath path, Stroke stroke)
    {
        using var paint = new SKPaint
        {
            Color = Color(stroke.Color, stroke.Opacity),
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = (float)stroke.Width,
            StrokeJoin = SKStrokeJoin.Round,
        };
        using var dash = stroke.Dash.Length > 0 ? SKPathEffect.CreateDash([.. stroke.Dash.Select(d => (float)d)], 0) : null;
        paint.PathEffect = dash;
        _canvas.DrawPath(path, paint);
    }

    private static void Add(SKPath path, IReadOnlyList<Point> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var (x, y) = ((float)Math.Clamp(points[i].X, -1e6, 1e6), (float)Math.Clamp(points[i].Y, -1e6, 1e6));
            if (i == 0)
                path.MoveTo(x, y);
            else
                path.LineTo(x, y);
        }
    }

    private static SKColor Color(string color, double opacity) =>
        SKColor.Parse(color).WithAlpha((byte)Math.Round(255 * opacity));
}
