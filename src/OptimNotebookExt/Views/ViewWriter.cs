using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>What a view is written with; every text is encoded by the writer.</summary>
internal abstract class ViewWriter
{
    internal abstract void Heading(string text);

    internal abstract void Paragraph(string text);

    /// <summary>A table; numbers are right-aligned where a column holds nothing else. A sortable one obeys clicks on its heads where scripts run.</summary>
    internal abstract void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? caption = null, bool sortable = false);

    /// <summary>Named values, one a line.</summary>
    internal abstract void Facts(IEnumerable<(string Name, string Value)> facts);

    internal abstract void Figure(Figure figure);

    /// <summary>Content that a reader opens when wanted; in text it follows indented.</summary>
    internal abstract void Details(string summary, Action<ViewWriter> content);
}
