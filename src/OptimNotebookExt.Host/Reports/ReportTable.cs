namespace OptimNotebookExt.Host.Reports;

/// <summary>A table of ready texts, for the page and for the terminal alike.</summary>
/// <param name="Columns">Headings; numeric columns are aligned to the right.</param>
/// <param name="Rows">One text for each column.</param>
internal sealed record ReportTable(IReadOnlyList<(string Name, bool Numeric)> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    internal static (string Name, bool Numeric) Text(string name) => (name, false);

    internal static (string Name, bool Numeric) Number(string name) => (name, true);
}
