using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>Text cells as HTML: CommonMark with tables and formulas. HTML in the text is shown as text, never run.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline s_pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().UseFootnotes().UseEmphasisExtras().UseTaskLists().UseAutoIdentifiers().DisableHtml().Build();

    /// <param name="markdown">The text.</param>
    /// <param name="image">Turns the address of an image into one that needs no network, or null where there is none.</param>
    internal static string Render(string markdown, Func<string, string?> image)
    {
        var document = MarkdownParser.Parse(markdown, s_pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (link.IsImage)
                link.Url = image(link.Url ?? "") ?? "";
            else if (!IsSafe(link.Url))
                link.Url = "";
            else if (!link.Url!.Contains(':', StringComparison.Ordinal) && link.Url.EndsWith(".ipynb", StringComparison.Ordinal))
                link.Url = Path.ChangeExtension(link.Url, ".html"); // The pages lie beside each other, as the notebooks do.
        }
        var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        s_pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new Formula());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new FormulaBlock());
        renderer.Render(document);
        return html.ToString();
    }

    private static bool IsSafe(string? url) =>
        url is not null && (!url.Contains(':', StringComparison.Ordinal)
            || url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || url.StartsWith('#'));
}
