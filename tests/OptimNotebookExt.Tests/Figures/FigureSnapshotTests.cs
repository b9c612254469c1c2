using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OptimNotebookExt.Tests.Figures;

public sealed partial class FigureSnapshotTests
{
    public static TheoryData<string> Names { get; } = [.. FigureCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_image_is_the_approved_one(string name) => Approved.Verify(WithoutCompression(FigureCases.All[name].ToSvg()), $"figure-{name}.svg");

    [Theory]
    [MemberData(nameof(Names))]
    public void The_chart_is_the_approved_one(string name) => Approved.Verify(FigureCases.All[name].ToPlotlyJson().Replace("},{", "},\n{"), $"figure-{name}.json");

    [Theory]
    [MemberData(nameof(Names))]
    public void The_text_is_the_approved_one(string name) => Approved.Verify(FigureCases.All[name].ToString(), $"figure-{name}.txt");

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_description_gives_the_same_bytes(string name)
    {
        var figure = FigureCases.All[name];
        Assert.Equal(figure.ToHtml(), figure.ToHtml());
        Assert.Equal(figure.ToSvg(), figure.ToSvg());
        XDocument.Parse(figure.ToSvg());
    }

    /// <summary>zlib's bytes and the palette's order may differ, the pixels do not: each PNG becomes the colours of its rows.</summary>
    private static string WithoutCompression(string svg) => Png().Replace(svg, match =>
    {
        var png = Convert.FromBase64String(match.Groups[1].Value);
        var width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        var palette = png.AsSpan(png.AsSpan().IndexOf("PLTE"u8) + 4).ToArray();
        var at = png.AsSpan().IndexOf("IDAT"u8);
        using var zlib = new ZLibStream(new MemoryStream(png, at + 4, png.Length - at - 4), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        // A row is a filter byte (0) and an index a pixel.
        var colours = rows.ToArray().Where((_, i) => i % (width + 1) != 0).Select(i => Convert.ToHexString(palette, 3 * i, 3));
        return "pixels:" + string.Join(',', colours);
    });

    [GeneratedRegex("data:image/png;base64,([^\"]+)")]
    private static partial Regex Png();
}
