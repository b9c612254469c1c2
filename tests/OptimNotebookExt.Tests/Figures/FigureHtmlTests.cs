using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

public sealed partial class FigureHtmlTests
{
    private static readonly Figure s_figure = FigureCases.All["log-lines"];

    [Fact]
    public void Without_scripts_and_styles_an_image_with_alt_sentence_and_caption_remain()
    {
        var html = Styles().Replace(Scripts().Replace(s_figure.ToHtml(), ""), "").Replace(" data-optim-figure", " data");
        var figure = XDocument.Parse(html.Replace("\">\n<figcaption>", "\"/>\n<figcaption>").Replace("<br>", "<br/>")).Root!;
        Assert.Equal("figure", figure.Name);
        Assert.Equal(s_figure.Alt, figure.Element("img")!.Attribute("alt")!.Value);
        Assert.Equal(s_figure.Alt, figure.Element("figcaption")!.Value);
        var source = figure.Element("img")!.Attribute("src")!.Value;
        Assert.StartsWith("data:image/svg+xml;base64,", source);
        var svg = XDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(source.Split(',')[1]))).Root!;
        Assert.Equal(svg.Attribute("width")!.Value, figure.Element("img")!.Attribute("width")!.Value);
    }

    [Fact]
    public void The_script_carries_the_chart_of_ToPlotlyJson()
    {
        var zip = Regex.Match(s_figure.ToHtml(), "\"([A-Za-z0-9+/=]{200,})\",null\\);</script>").Groups[1].Value;
        using var zlib = new ZLibStream(new MemoryStream(Convert.FromBase64String(zip)), CompressionMode.Decompress);
        using var reader = new StreamReader(zlib);
        Assert.Equal(s_figure.ToPlotlyJson(), reader.ReadToEnd());
    }

    [Fact]
    public void Plotly_comes_from_where_the_settings_say()
    {
        Assert.DoesNotContain("<script", s_figure.ToHtml(new FigureSettings { Interactive = false }), StringComparison.Ordinal);
        var url = s_figure.ToHtml(new FigureSettings { Plotly = PlotlyScript.Url("../plotly.js?a=\"</script>") });
        Assert.Contains("\"../plotly.js?a=\\u0022\\u003C/script\\u003E\");</script>", url, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var inline = s_figure.ToHtml(new FigureSettings { Plotly = PlotlyScript.Inline(folder.Write("plotly.js", "window.Plotly={a:'</script><!--'}")) });
        Assert.Contains("window.Plotly={a:'<\\/script><\\!--'}", inline, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => PlotlyScript.Inline(Path.Combine(folder.Root, "none.js")));
    }

    [Fact]
    public void Files_are_written_whole_and_nothing_else_is_left()
    {
        using var folder = new TemporaryFolder();
        var (html, svg) = (Path.Combine(folder.Root, "a.html"), Path.Combine(folder.Root, "a.svg"));
        File.WriteAllText(svg, "old");
        s_figure.SaveHtml(html);
        s_figure.SaveSvg(svg);
        Assert.Equal(s_figure.ToSvg(), File.ReadAllText(svg));
        Assert.Contains(s_figure.ToHtml(), File.ReadAllText(html), StringComparison.Ordinal);
        Assert.Equal([html, svg], Directory.GetFiles(folder.Root).Order());
        Assert.Throws<DirectoryNotFoundException>(() => s_figure.SaveSvg(Path.Combine(folder.Root, "none", "a.svg")));
    }

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex(" style=\"[^\"]*\"")]
    private static partial Regex Styles();
}
