using OptimNotebookExt.Host.Notebooks.Reports;

namespace OptimNotebookExt.Host.Tests.Notebooks;

public sealed class MarkdownHtmlTests
{
    [Theory]
    [InlineData("01-eve.ipynb", "01-eve.html")]
    [InlineData("more/01-eve.ipynb", "more/01-eve.html")]
    [InlineData("https://example.org/01-eve.ipynb", "https://example.org/01-eve.ipynb")]
    [InlineData("#part", "#part")]
    [InlineData("javascript:alert(1)", "")]
    public void A_link_to_a_notebook_beside_leads_to_its_page(string url, string expected) =>
        Assert.Contains($"href=\"{expected}\"", MarkdownHtml.Render($"[x]({url})", image: _ => null), StringComparison.Ordinal);
}
