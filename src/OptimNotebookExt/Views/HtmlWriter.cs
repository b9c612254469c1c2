using System.Text;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Views;

/// <summary>Writes a view as HTML that survives the sanitizing of an untrusted notebook: elements and align alone, no style.</summary>
internal sealed class HtmlWriter : ViewWriter
{
    /// <summary>Cells keep apart also where the page has no style for tables.</summary>
    private const string OpenTable = "<table cellpadding=\"4\">";

    private const string OpenSortable = $"<table cellpadding=\"4\" {TableSorter.Attribute}=\"\">";

    private readonly StringBuilder html = new();

    internal static string Encode(string text) => Markup.Encode(text);

    internal override void Heading(string text) => html.Append("<h4>").Append(Encode(text)).Append("</h4>\n");

    internal override void Paragraph(string text) => html.Append("<p>").Append(Encode(text)).Append("</p>\n");

    internal override void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null, bool sortable = false)
    {
        var all = rows.ToArray();
        var numeric = columns.Select((_, c) => all.Length > 0 && all.All(r => ViewText.IsNumber(r[c]))).ToArray();
        // One align a row, and one where a cell differs, is what large tables can afford.
        var right = numeric.Count(n => n) * 2 > columns.Count;
        sortable = sortable && FigureSettings.Default.Interactive;
        html.Append(sortable ? OpenSortable : OpenTable);
        if (caption is not null)
            html.Append("<caption>").Append(Encode(caption)).Append("</caption>");
        html.Append("<thead>");
        Row("th", columns);
        html.Append("</thead><tbody>\n");
        foreach (var row in all)
            Row("td", row);
        html.Append("</tbody></table>\n").Append(sortable ? TableSorter.Script : "");

        void Row(string tag, IReadOnlyList<string> cells)
        {
            html.Append(right ? "<tr align=\"right\">" : "<tr align=\"left\">");
            for (var c = 0; c < columns.Count; c++)
            {
                html.Append('<').Append(tag).Append(numeric[c] == right ? ">" : right ? " align=\"left\">" : " align=\"right\">")
                    .Append(Encode(cells[c])).Append("</").Append(tag).Append('>');
            }
            html.Append("</tr>\n");
        }
    }

    internal override void Facts(IEnumerable<(string Name, string Value)> facts)
    {
        html.Append(OpenTable).Append("<tbody>\n");
        foreach (var (name, value) in facts)
            html.Append("<tr align=\"left\"><th>").Append(Encode(name)).Append("</th><td>").Append(Encode(value)).Append("</td></tr>\n");
        html.Append("</tbody></table>\n");
    }

    internal override void Figure(Figure figure) => html.Append(figure.ToHtml()).Append('\n');

    internal override void Details(string summary, Action<ViewWriter> content)
    {
        html.Append("<details><summary>").Append(Encode(summary)).Append("</summary>\n");
        content(this);
        html.Append("</details>\n");
    }

    public override string ToString() => html.ToString();
}
