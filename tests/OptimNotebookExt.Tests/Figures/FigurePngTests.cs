using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Tests.Figures;

public sealed class FigurePngTests
{
    public static TheoryData<string> Names { get; } = [.. FigureCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_becomes_pixels_of_the_scaled_size(string name)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "a.png");
        var figure = FigureCases.All[name];
        figure.SavePng(file, 1.5, "#ffffff");
        var painter = new FigurePainter(figure, withNotes: true);
        using var bitmap = SkiaSharp.SKBitmap.Decode(file);
        Assert.Equal(((int)Math.Ceiling(painter.Width * 1.5), (int)Math.Ceiling(painter.Height * 1.5)), (bitmap.Width, bitmap.Height));
        Assert.True(bitmap.Pixels.Distinct().Count() > 20, "an almost empty picture");
    }

    [Fact]
    public void A_missing_native_library_is_one_sentence_that_names_the_packages()
    {
        var missing = new TypeInitializationException("SkiaSharp.SKObject", new DllNotFoundException("libSkiaSharp"));
        var error = Assert.Throws<InvalidOperationException>(() => PngImage.Guarded(() => throw missing));
        Assert.Contains("add the packages SkiaSharp and SkiaSharp.NativeAssets.", error.Message, StringComparison.Ordinal);
        Assert.Same(missing, error.InnerException);
        var other = Assert.Throws<TypeInitializationException>(() => PngImage.Guarded(() => throw new TypeInitializationException("x", new ArithmeticException())));
        Assert.IsType<ArithmeticException>(other.InnerException);
    }
}
