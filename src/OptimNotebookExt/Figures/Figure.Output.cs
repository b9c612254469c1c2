using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>The MIME type of <see cref="ToPlotlyJson"/>.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>The static image: transparent ground, colours that read on light and on dark pages.</summary>
    public string ToSvg() => FigurePainter.Svg(this, withNotes: true);

    /// <summary>
    /// A &lt;figure&gt; of an image with the alt sentence and a caption, which reads without scripts and styles; a script replaces
    /// the image by an interactive chart where plotly.js is to be had.
    /// </summary>
    public string ToHtml() => ToHtml(FigureSettings.Default);

    /// <inheritdoc cref="ToHtml()"/>
    /// <param name="settings">Where plotly.js comes from.</param>
    public string ToHtml(FigureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return FigureHtml.Of(this, settings);
    }

    /// <summary>The figure as plotly's JSON of data and layout; what the MIME type <see cref="PlotlyMimeType"/> takes.</summary>
    /// <remarks>Values have six significant digits; matrices above 32 × 32 a hundredth to a thousandth of their range. At most ≈ 500 KB (a 256 × 256 heat map).</remarks>
    public string ToPlotlyJson() => PlotlyJson.Of(this);

    /// <summary>The alt sentence, a table of the series with their ranges, and the notes.</summary>
    public override string ToString() => FigureText.Of(this);

    /// <summary>Writes a page of its own with this figure.</summary>
    /// <param name="path">The file; replaced as a whole if it exists.</param>
    public void SaveHtml(string path) => SaveHtml(path, FigureSettings.Default);

    /// <inheritdoc cref="SaveHtml(string)"/>
    /// <param name="path">The file; replaced as a whole if it exists.</param>
    /// <param name="settings">Where plotly.js comes from.</param>
    public void SaveHtml(string path, FigureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        AtomicFile.WriteAllText(path, FigureHtml.Page(this, settings));
    }

    /// <summary>Writes the static image.</summary>
    /// <param name="path">The file; replaced as a whole if it exists.</param>
    public void SaveSvg(string path) => AtomicFile.WriteAllText(path, ToSvg());

    /// <summary>Writes the static image as pixels. Needs SkiaSharp's native library, which the package does not bring.</summary>
    /// <param name="path">The file; replaced as a whole if it exists.</param>
    /// <param name="scale">Pixels per unit of the SVG, above 0 up to 8; 2 by default.</param>
    /// <param name="background">The ground as "#rrggbb"; transparent by default.</param>
    /// <exception cref="ArgumentException">A scale out of range or an unreadable background.</exception>
    /// <exception cref="InvalidOperationException">SkiaSharp's native library is missing; the message names the package to add.</exception>
    public void SavePng(string path, double scale = 2, string? background = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteAllBytes(path, PngImage.Of(this, scale, background));
    }
}
