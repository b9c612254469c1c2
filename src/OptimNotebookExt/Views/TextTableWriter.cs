using System.Text;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>Writes a view as text for a terminal.</summary>
internal sealed class TextTableWriter : ViewWriter
{
    private readonly StringBuilder text = new();
    private string indent = string.Empty;

    internal override void Heading(string text) => Line(text);

    internal override void Paragraph(string text) => Line(text);

    internal override void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null)
    {
        var all = rows.ToArray();
        if (caption is not null)
            Line(caption);
        var widths = columns.Select((name, c) => all.Select(r => r[c].Length).Append(name.Length).Max()).ToArray();
        var numeric = columns.Select((_, c) => all.Length > 0 && all.All(r => HtmlWriter.IsNumber(r[c]))).ToArray();
        Line(Row(columns));
        foreach (var row in all)
            Line(Row(row));

        string Row(IReadOnlyList<string> cells) => string.Join("  ", cells.Select((cell, c) =>
            numeric[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd();
    }

    internal override void Figure(Figure figure)
    {
        foreach (var line in figure.ToString().Split('\n'))
            Line(line);
    }

    internal override void Details(string summary, Action<ViewWriter> content)
    {
        Line(summary);
        var outer = indent;
        indent += "  ";
        content(this);
        indent = outer;
    }

    public override string ToString() => text.ToString().TrimEnd('\n');

    private void Line(string line) => text.Append(line.Length == 0 ? string.Empty : indent).Append(line).Append('\n');
}
