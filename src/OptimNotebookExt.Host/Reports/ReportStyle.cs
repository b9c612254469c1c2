namespace OptimNotebookExt.Host.Reports;

/// <summary>The style sheet of the report, from <c>report.css</c> inside the program.</summary>
internal static class ReportStyle
{
    internal static string Css { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
