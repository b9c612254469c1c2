using System.Globalization;
using System.Net;
using System.Text;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>One page that links what <c>run.sh</c> has made: the notebooks, the gallery, the report of the experiment.</summary>
internal static class IndexPage
{
    /// <param name="folder">The folder of the page; links are relative to it.</param>
    /// <param name="notebooks">The folder of the executed notebooks and their manifest.</param>
    /// <param name="others">Further pages with what they are; those that are missing are left out.</param>
    internal static string Render(string folder, string notebooks, IReadOnlyList<(string File, string Title, string Text)> others)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            {NotebookReport.Head("OptimNotebookExt")}
            <body class="optimnb">
            <main class="notebook index">
            <header><p class="brand">OptimNotebookExt</p><h1>Notebooks and results</h1></header>
            <ol>

            """);
        foreach (var entry in RunManifestFile.Read(notebooks))
            Write(html, folder, notebooks, entry);
        html.Append("</ol>\n<ul>\n");
        foreach (var (file, title, text) in others.Where(o => File.Exists(o.File)))
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Link(folder, file)}\">{Encode(title)}</a><p>{Encode(text)}</p></li>\n");
        return html.Append("</ul>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder html, string folder, string notebooks, NotebookEntry entry)
    {
        var name = Path.GetFileNameWithoutExtension(entry.Notebook);
        var title = NotebookDocument.Read(Path.Combine(notebooks, name + ".ipynb")).Title ?? name;
        var passed = entry.Status == NotebookEntry.Passed;
        html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Link(folder, Path.Combine(notebooks, name + ".html"))}\">{Encode(title)}</a>")
            .Append(CultureInfo.InvariantCulture, $"<p>{Encode(entry.Notebook)}, {entry.Cells} cells, {entry.Seconds:0.0} s")
            .Append(passed ? "</p></li>\n" : $", <span class=\"failed\">{Encode(entry.Status)}</span></p></li>\n");
    }

    private static string Link(string folder, string file) =>
        Encode(string.Join('/', Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
