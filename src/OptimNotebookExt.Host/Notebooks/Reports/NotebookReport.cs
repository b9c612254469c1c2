using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>An executed notebook as one page that needs nothing else and runs no script, whatever its outputs hold.</summary>
internal static class NotebookReport
{
    // Images and styles from the page itself; nothing else is loaded or run.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'";

    private static readonly Lazy<string> s_css = new(() => Read("report.css") + Read("notebook.css"));

    /// <summary>What every page begins with.</summary>
    internal static string Head(string title) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Encode(title)}</title>
        <style>
        {s_css.Value}</style>
        </head>
        """;

    /// <param name="notebook">The notebook with its outputs.</param>
    /// <param name="name">Name of its file.</param>
    /// <param name="folder">Its folder, for images that its text names.</param>
    /// <param name="facts">What it was run with.</param>
    /// <param name="error">Why the run ended early, or null.</param>
    internal static string Render(
        NotebookDocument notebook, string name, string folder, IReadOnlyList<KeyValuePair<string, string>> facts, string? error)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            {Head($"{notebook.Title ?? name} · OptimNotebookExt")}
            <body class="optimnb">
            <main class="notebook">
            <header><p class="brand">OptimNotebookExt · {Encode(name)}</p></header>

            """);
        if (error is not null)
            html.Append("<p class=\"failed\">").Append(Encode(error)).Append("</p>\n");
        foreach (var cell in notebook.Cells)
            Write(html, cell, folder);
        Write(html, facts);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder html, NotebookCell cell, string folder)
    {
        switch (cell.Kind)
        {
            case CellKind.Markdown:
                html.Append("<section class=\"text\">\n").Append(MarkdownHtml.Render(cell.Source, url => Image(url, cell, folder))).Append("</section>\n");
                break;
            case CellKind.Raw:
                html.Append("<pre class=\"raw\">").Append(Encode(cell.Source)).Append("</pre>\n");
                break;
            default:
                var number = cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "";
                html.Append(CultureInfo.InvariantCulture, $"<section class=\"code\" data-number=\"{number}\">\n<pre class=\"source\"><code>")
                    .Append(CodeHtml.Render(cell.Source)).Append("</code></pre>\n<div class=\"outputs\">\n");
                OutputHtml.Write(html, cell.Outputs);
                html.Append("</div>\n</section>\n");
                break;
        }
    }

    private static void Write(StringBuilder html, IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        if (facts.Count == 0)
            return;
        html.Append("<footer><table class=\"facts\"><tbody>");
        foreach (var (key, value) in facts)
            html.Append("<tr><th scope=\"row\">").Append(Encode(key)).Append("</th><td>").Append(Encode(value)).Append("</td></tr>");
        html.Append("</tbody></table></footer>\n");
    }

    /// <summary>An attachment of the cell, or a file beside the notebook or below; nothing from elsewhere gets into the page.</summary>
    private static string? Image(string url, NotebookCell cell, string folder)
    {
        if (url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            return url;
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            var bundle = cell.Attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] as JsonObject;
            return bundle?.FirstOrDefault(f => f.Key.StartsWith("image/", StringComparison.Ordinal)) is { Value: { } data, Key: { } type } ? $"data:{type};base64,{IpynbReader.Text(data)}" : null;
        }
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        if (Uri.TryCreate(url, UriKind.Absolute, out _))
            return null;
        var path = Path.GetFullPath(Uri.UnescapeDataString(url), root);
        var kind = Path.GetExtension(path).ToLowerInvariant() switch { ".png" => "png", ".svg" => "svg+xml", ".jpg" or ".jpeg" => "jpeg", ".gif" => "gif", _ => null };
        return kind is not null && path.StartsWith(root, StringComparison.Ordinal) && File.Exists(path)
            ? $"data:image/{kind};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}"
            : null;
    }

    private static string Read(string name)
    {
        using var stream = typeof(NotebookReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
