using System.Globalization;
using System.Text;
using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Host.Reports;

namespace OptimNotebookExt.Host.Gallery;

/// <summary>The gallery as one page that needs nothing else: it names no address outside its own folder.</summary>
internal sealed class GalleryPage
{
    private readonly StringBuilder html = new();

    private GalleryPage()
    {
    }

    internal static string Render(IReadOnlyList<GalleryItem> items, string? plotly)
    {
        var page = new GalleryPage();
        var byEntry = items.ToDictionary(i => i.Entry);
        page.Head(plotly);
        page.Raw("<main>");
        page.Raw($"<header><p class=\"brand\">OptimNotebookExt</p><h1>Gallery</h1><p class=\"lead\">Every view and every kind of figure on small models that were trained for this page. Each picture is an image that needs no script{(plotly is null ? "" : "; with scripts, an interactive chart takes its place")}. Text, HTML and pictures come from the values alone: what a cell returns is what is drawn here.</p></header>");
        page.Contents();
        foreach (var section in GalleryCatalog.Sections)
        {
            page.Raw($"<section id=\"{Id(section.Title)}\"><h2>{Encode(section.Title)}</h2>");
            page.Raw($"<p class=\"note\">{Encode(section.Lead)}</p>");
            foreach (var entry in section.Entries)
                page.Item(byEntry[entry]);
            page.Raw("</section>");
        }
        page.Raw("</main>\n</body>\n</html>");
        return page.html.ToString();
    }

    private void Head(string? plotly)
    {
        Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">");
        Raw("<link rel=\"icon\" href=\"data:,\">\n<title>Gallery · OptimNotebookExt</title>");
        Raw($"<style>\n{ReportStyle.Css}{GalleryStyle.Css}</style>");
        if (plotly is not null)
            Raw(PlotlyLoader.Inline(plotly));
        Raw("</head>\n<body class=\"optimnb gallery\">");
    }

    private void Contents()
    {
        Raw("<nav aria-label=\"Contents\">");
        foreach (var section in GalleryCatalog.Sections)
        {
            Raw($"<div><a class=\"section\" href=\"#{Id(section.Title)}\">{Encode(section.Title)}</a><ul>");
            foreach (var entry in section.Entries)
                Raw($"<li><a href=\"#{entry.Slug}\">{Encode(entry.Name)}</a></li>");
            Raw("</ul></div>");
        }
        Raw("</nav>");
    }

    private void Item(GalleryItem item)
    {
        var entry = item.Entry;
        Raw($"<article id=\"{entry.Slug}\"><h3><a href=\"#{entry.Slug}\">{Encode(entry.Name)}</a> <span class=\"kind\">{Encode(entry.Kind)}</span></h3>");
        Raw($"<p class=\"about\">{Encode(entry.Description)}</p>");
        Raw($"<div class=\"view\">\n{item.Html}</div>");
        Raw($"<details class=\"more\"><summary>Code and text form</summary><pre><code>{EncodeLines(entry.Code)}</code></pre><pre>{EncodeLines(item.View.ToString())}</pre></details>");
        Raw($"<p class=\"facts\">{string.Join(" · ", [Kilobytes(item.HtmlBytes), .. Files(item)])}</p></article>");
    }

    private static IEnumerable<string> Files(GalleryItem item) => item.Images.Count switch
    {
        0 => [],
        1 => [$"<a href=\"{item.ImageFile(0)}\">image</a>"],
        var n => [$"images {string.Join(' ', Enumerable.Range(0, n).Select(i => $"<a href=\"{item.ImageFile(i)}\">{(i + 1).ToString(CultureInfo.InvariantCulture)}</a>"))}"],
    };

    private static string Kilobytes(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB");

    private static string Id(string title) => title.ToLowerInvariant().Replace(' ', '-');

    private static string Encode(string text) => Markup.Encode(text);

    private static string EncodeLines(string text) => string.Join('\n', text.Split('\n').Select(Markup.Encode));

    private void Raw(string text) => html.Append(text).Append('\n');
}
