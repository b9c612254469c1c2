using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;

namespace OptimNotebookExt.Host.Tests.Gallery;

/// <summary>What an untrusted notebook leaves of a view: no script, no style element or attribute, no inline SVG, no event handler.</summary>
[Collection(nameof(DrawnGallery))]
public sealed class SanitizerTests(DrawnGallery gallery)
{
    private readonly HtmlParser parser = new();

    [Fact]
    public void The_content_of_every_view_stands_after_sanitizing()
    {
        var sanitizer = Notebook();
        foreach (var item in gallery.HeldToTheContract)
        {
            var before = parser.ParseDocument(item.Html);
            var after = parser.ParseDocument(sanitizer.Sanitize(item.Html));

            Assert.Empty(after.QuerySelectorAll("script,style,svg,[style],[onload],[onclick]"));
            foreach (var selector in new[] { "img", "table", "caption", "tr", "th", "td", "details", "summary", "figure", "figcaption", "h4", "p" })
                Assert.Equal(Texts(before, selector), Texts(after, selector));
            Assert.All(after.QuerySelectorAll("img"), image =>
            {
                Assert.StartsWith("data:image/svg+xml;base64,", image.GetAttribute("src"), StringComparison.Ordinal);
                Assert.True(image.GetAttribute("alt")!.Split(' ').Length >= 5);
                Assert.NotNull(image.GetAttribute("width"));
            });
            Assert.Equal(item.Images.Count, after.QuerySelectorAll("img").Length);
            Assert.Equal(Right(before), Right(after));
            Assert.NotEmpty(after.Body!.TextContent.Trim());
        }
    }

    [Fact]
    public void The_sanitizer_of_these_tests_takes_out_what_notebooks_take_out()
    {
        var left = Notebook().Sanitize("""<p style="color:red" onclick="x()">a</p><script>b</script><style>c{}</style><svg><text>d</text></svg><img alt="e" src="data:image/png;base64,AA=="><a href="javascript:f()">g</a>""");

        Assert.Equal("""<p>a</p><img alt="e" src="data:image/png;base64,AA=="><a>g</a>""", left);
    }

    private static HtmlSanitizer Notebook()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedAttributes.Remove("style");
        sanitizer.AllowedTags.Remove("style");
        sanitizer.AllowedTags.Remove("svg");
        sanitizer.AllowedTags.UnionWith(["figure", "figcaption", "details", "summary"]);
        sanitizer.AllowedSchemes.Add("data");
        return sanitizer;
    }

    private static string[] Texts(IParentNode node, string selector) =>
        [.. node.QuerySelectorAll(selector).Select(e => string.Concat(e.GetDescendants().OfType<IText>().Where(t => t.ParentElement?.LocalName != "script").Select(t => t.Data)))];

    private static int Right(IParentNode node) => node.QuerySelectorAll("[align=right]").Length;
}
