using System.Globalization;
using System.Text;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Views;

/// <summary>Writes a view as HTML that survives the sanitizing of an untrusted notebook.</summary>
internal sealed class HtmlWriter : ViewWriter
{
    private readonly StringBuilder html = new();

    internal static string Encode(string text) => Markup.Encode(text);

    internal override void Heading(string text) => html.Append("<h4>").Append(Encode(text)).Append("</h4>\n");

    internal override void Paragraph(string text) => html.Append("<p>").Append(Encode(text)).Append("</p>\n");

    internal override void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null)
    {
        var all = rows.ToArray();
        var numeric = columns.Select((_, c) => all.Length > 0 && all.All(r => IsNumber(r[c]))).ToArray();
        html.Append("<table>");
        if (caption is not null)
            html.Append("<caption>").Append(Encode(caption)).Append("</caption>");
        html.Append("<thead><tr>");
        for (var c = 0; c < columns.Count; c++)
            Cell("th", columns[c], numeric[c]);
        html.Append("</tr></thead><tbody>\n");
        foreach (var row in all)
        {
            html.Append("<tr>");
            for (var c = 0; c < columns.Count; c++)
                Cell("td", row[c], numeric[c]);
            html.Append("</tr>\n");
        }
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

    internal static bool IsNumber(string text) =>
        text.Length == 0 || text is "NaN" or "∞" or "-∞" or "–" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private void Cell(string tag, string text, bool numeric) =>
        html.Append('<').Append(tag).Append(numeric ? " align=\"right\">" : " align=\"left\">").Append(Encode(text)).Append("</").Append(tag).Append('>');
}
