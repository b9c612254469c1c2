namespace OptimNotebookExt.Host.Reports;

/// <summary>Lines of the replay as a table, with a column for notes where there are any.</summary>
internal static class ReplayTable
{
    internal static ReportTable Of(IReadOnlyList<ReplayLine> lines)
    {
        var noted = lines.Any(line => line.Note.Length > 0);
        return new(
            [
                ReportTable.Text("file"), ReportTable.Text("path"), ReportTable.Text("dtype"), ReportTable.Number("max rel. error"),
                ReportTable.Number("tolerance"), ReportTable.Text("verdict"), .. noted ? [ReportTable.Text("note")] : Array.Empty<(string, bool)>(),
            ],
            [.. lines.Select(line => (string[])
            [
                Path.GetFileName(line.File), line.Path, line.DType, line.MaxRel, line.Tolerance, line.Verdict,
                .. noted ? [line.Note] : Array.Empty<string>(),
            ])]);
    }
}
