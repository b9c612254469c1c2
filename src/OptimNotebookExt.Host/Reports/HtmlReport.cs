using System.Net;
using System.Text;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Host.Reports;

/// <summary>The report as one HTML page that needs nothing else: no script, no address, no font.</summary>
internal sealed class HtmlReport
{
    private static readonly FigureSettings s_static = new() { Interactive = false };

    private readonly StringBuilder _html = new();

    private HtmlReport()
    {
    }

    internal static string Render(ReportData data)
    {
        var page = new HtmlReport();
        page.Head("The experiment eve-cain");
        page.Raw($"<p class=\"lead\">{Encode(ReportSummary.Of(data))}</p>");
        page.Curves(data);
        page.Section("Final losses", "PyTorch final is the reference's run of the same setting and seed. Final losses depend on rounding, so the range over all of PyTorch's seeds tells more.");
        page.Table(FinalTable.Of(data), "All seeds: geometric mean [min..max] of PyTorch's final losses, and whether the final loss here lies inside, below or above that range.");
        page.Stddev(data);
        page.Replay(data.Replay);
        page.Manifest(data.Results.Manifest);
        return page._html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private void Head(string title)
    {
        Raw($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Encode(title)} · OptimNotebookExt</title>
            <style>
            {ReportStyle.Css}</style>
            </head>
            <body class="optimnb">
            <main>
            <header><p class="brand">OptimNotebookExt</p><h1>{Encode(title)}</h1></header>
            """);
    }

    private void Curves(ReportData data)
    {
        if (data.Groups.Count == 0)
            return;
        Section("Loss curves", null);
        Raw(LossFigures.Overview(data.Groups).ToHtml(s_static));
        var compared = data.Groups.Index().Where(pair => pair.Item.PyTorch is not null).ToArray();
        if (compared.Length == 0)
            return;
        Raw("<div class=\"panels\">");
        foreach (var (index, group) in compared)
            Raw(LossFigures.Panel(group, index).ToHtml(s_static));
        Raw("</div>");
    }

    private void Stddev(ReportData data)
    {
        var table = StddevTable.Of(data);
        if (table.Rows.Count == 0)
            return;
        Section("What the weights learned", "Standard deviation of the log norms of the weights' columns and rows. Norm: multiplied by the input magnitudes, or divided by the output magnitudes, of the data; near 0 the weights have taken up the data's scales.");
        Table(table, null);
    }

    private void Replay(IReadOnlyList<ReplayLine>? lines)
    {
        if (lines is null)
            return;
        Section("Replay of the golden data", lines.Count == 0 ? "The replay printed no line." : $"{ReplayLine.Count(lines)}. Errors are relative to the largest magnitude of the tensor.");
        foreach (var group in lines.GroupBy(line => line.Subject))
        {
            // What failed should be seen without a click.
            var open = group.Any(line => line.Verdict == "FAIL") ? " open" : "";
            Raw($"<details{open}><summary><span>{Encode(group.Key)}</span> <span class=\"muted\">{Encode(ReplayLine.Count([.. group]))}</span></summary>");
            Table(ReplayTable.Of([.. group]), null);
            Raw("</details>");
        }
    }

    private void Manifest(IReadOnlyList<KeyValuePair<string, string>> entries)
    {
        if (entries.Count == 0)
            return;
        Section("Run manifest", null);
        Raw("<table class=\"facts\"><tbody>");
        foreach (var (key, value) in entries)
            Raw($"<tr><th scope=\"row\">{Encode(key)}</th><td>{Encode(value)}</td></tr>");
        Raw("</tbody></table>");
    }

    private void Section(string title, string? note)
    {
        Raw($"<h2>{Encode(title)}</h2>");
        if (note is not null)
            Raw($"<p class=\"note\">{Encode(note)}</p>");
    }

    private void Table(ReportTable table, string? note)
    {
        Raw("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var (name, numeric) in table.Columns)
            Raw($"<th scope=\"col\"{Align(numeric)}>{Encode(name).Replace("_", "_<wbr>", StringComparison.Ordinal)}</th>");
        Raw("</tr></thead>\n<tbody>");
        foreach (var row in table.Rows)
        {
            var cells = row.Zip(table.Columns, (text, column) => $"<td{Align(column.Numeric)}>{Cell(text)}</td>");
            Raw($"<tr>{string.Concat(cells)}</tr>");
        }
        Raw("</tbody></table></div>");
        if (note is not null)
            Raw($"<p class=\"note\">{Encode(note)}</p>");
    }

    private static string Align(bool numeric) => numeric ? " class=\"n\"" : "";

    private static string Cell(string text) => text switch
    {
        "PASS" or "INFO" or "FAIL" => $"<span class=\"verdict {text.ToLowerInvariant()}\">{text}</span>",
        _ => Encode(text),
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private void Raw(FormattableString html) => _html.Append(Numbers.Invariant(html)).Append('\n');

    private void Raw(string html) => _html.Append(html).Append('\n');
}
