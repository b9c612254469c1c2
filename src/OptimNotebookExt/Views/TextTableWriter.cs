using System.Text;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>Writes a view as text for a terminal.</summary>
internal sealed class TextTableWriter : ViewWriter
{
    private readonly StringBuilder text = new();
    private string indent = string.Empty;
    private Block last = Block.Start;

    private enum Block
    {
        Start,
        Heading,
        Paragraph,
        Details,
        Other,
    }

    internal override void Heading(string text)
    {
        Begin(Block.Heading);
        Line(text);
    }

    internal override void Paragraph(string text)
    {
        Begin(Block.Paragraph);
        Line(text);
    }

    internal override void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null, bool sortable = false)
    {
        Begin(Block.Other);
        var all = rows.ToArray();
        if (caption is not null)
            Line(caption);
        var widths = columns.Select((name, c) => all.Select(r => r[c].Length).Append(name.Length).Max()).ToArray();
        var numeric = columns.Select((_, c) => all.Length > 0 && all.All(r => ViewText.IsNumber(r[c]))).ToArray();
        Line(Row(columns));
        foreach (var row in all)
            Line(Row(row));

        string Row(IReadOnlyList<string> cells) => string.Join("  ", cells.Select((cell, c) =>
            numeric[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd();
    }

    internal override void Facts(IEnumerable<(string Name, string Value)> facts)
    {
        Begin(Block.Other);
        var all = facts.ToArray();
        var width = all.Select(f => f.Name.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in all)
            Line($"{name.PadRight(width)}  {value}");
    }

    internal override void Figure(Figure figure)
    {
        Begin(Block.Other);
        foreach (var line in figure.ToString().Split('\n'))
            Line(line);
    }

    internal override void Details(string summary, Action<ViewWriter> content)
    {
        Begin(Block.Details);
        Line(summary);
        var outer = indent;
        indent += "  ";
        last = Block.Heading;
        content(this);
        indent = outer;
        last = Block.Details;
    }

    public override string ToString() => text.ToString().TrimEnd('\n');

    /// <summary>An empty line between blocks, but none below a heading and none within a run of paragraphs or details.</summary>
    private void Begin(Block block)
    {
        if (last is not (Block.Start or Block.Heading) && !(block == last && block is Block.Paragraph or Block.Details))
            text.Append('\n');
        last = block;
    }

    private void Line(string line)
    {
        var safe = string.Concat(line.Select(c => c is '\n' or '\r' or '\t' ? ' ' : char.IsControl(c) ? '\ufffd' : c));
        text.Append(safe.Length == 0 ? string.Empty : indent).Append(safe).Append('\n');
    }
}
