using System.Globalization;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A figure as pixels, through SkiaSharp: TorchSharp brings its managed part, the user its native library.</summary>
internal static class PngImage
{
    private const double MaxScale = 8;

    internal static byte[] Of(Figure figure, double scale, string? background)
    {
        if (!(scale > 0 && scale <= MaxScale))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"scale = {scale}: give pixels per unit above 0, up to {MaxScale}."), nameof(scale));
        if (background is not null && !IsColor(background))
            throw new ArgumentException($"background = \"{background}\": give \"#rrggbb\", or null for a transparent ground.", nameof(background));
        return Guarded(() => SkiaCanvas.Draw(new FigurePainter(figure, withNotes: true), scale, background));
    }

    /// <summary>Turns what a missing or foreign SkiaSharp throws into one sentence that helps.</summary>
    internal static byte[] Guarded(Func<byte[]> draw)
    {
        try
        {
            return draw();
        }
        catch (Exception e) when (IsMissing(e))
        {
            throw new InvalidOperationException(
                $"SavePng needs SkiaSharp with its native library: add the packages SkiaSharp and {Package} in the same version, or use SaveSvg, which needs neither.", e);
        }
    }

    private static string Package =>
        OperatingSystem.IsWindows() ? "SkiaSharp.NativeAssets.Win32"
        : OperatingSystem.IsMacOS() ? "SkiaSharp.NativeAssets.macOS"
        : "SkiaSharp.NativeAssets.Linux.NoDependencies";

    private static bool IsMissing(Exception? e) => e switch
    {
        null => false,
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or FileNotFoundException or FileLoadException or MissingMethodException => true,
        // The static constructor of SkiaSharp checks that its native library has the matching version.
        TypeInitializationException => e.InnerException is InvalidOperationException || IsMissing(e.InnerException),
        _ => false,
    };

    private static bool IsColor(string text) => text.Length == 7 && text[0] == '#' && text.AsSpan(1).ToArray().All(char.IsAsciiHexDigit);
}
