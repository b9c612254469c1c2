using System.CommandLine;
using OptimNotebookExt.Host.Gallery;
using OptimNotebookExt.Host.Tests.Reports;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Gallery;

[Collection(nameof(DrawnGallery))]
public sealed class GalleryVerbTests(DrawnGallery gallery)
{
    [Fact]
    public void A_missing_plotly_js_is_said_and_nothing_is_written()
    {
        using var folder = new ScratchFolder();
        var (missing, output) = (folder.File("plotly.js"), folder.File("gallery"));
        using var error = new StringWriter();

        var code = GalleryVerb.Create().Parse(["--out", output, "--plotly", missing]).Invoke(new InvocationConfiguration { Error = error });

        Assert.Equal(1, code);
        Assert.Contains(missing, error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void A_given_plotly_js_is_in_the_page_once_and_cannot_end_its_script()
    {
        var page = GalleryPage.Render(gallery.Items, "window.Plotly={mark:'unmistakable</script>'}");

        Assert.Equal(2, page.Split("unmistakable").Length);
        Assert.DoesNotContain("unmistakable</script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unmistakable", gallery.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_of_an_entry_is_shown_as_one_would_write_it()
    {
        Assert.Equal("new View(\n    1)", GalleryCode.Of("data => new View(\n                    1)"));
        Assert.Equal("var a = 1;\nreturn a;", GalleryCode.Of("data =>\n                {\n                    var a = 1;\n                    return a;\n                }"));
    }
}
