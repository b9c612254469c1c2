namespace OptimNotebookExt.Host.Reports;

/// <summary>Everything a report is made of.</summary>
internal sealed record ReportData(ResultsFile Results, IReadOnlyList<PyTorchRun> PyTorch, IReadOnlyList<ReplayLine>? Replay)
{
    /// <summary>The runs by setting, in the order of their first appearance.</summary>
    internal IReadOnlyList<RunGroup> Groups { get; } = RunGroup.Of(Results.Runs, PyTorch);

    /// <param name="results">What <c>optimnb experiment --json</c> wrote.</param>
    /// <param name="replay">What <c>optimnb replay</c> printed; null for none.</param>
    /// <param name="pyTorch">Golden experiment files with PyTorch's runs.</param>
    /// <exception cref="ReportInputException">A file cannot be read, or a field is missing or of the wrong kind.</exception>
    internal static ReportData Read(string results, string? replay, IEnumerable<string> pyTorch)
    {
        IReadOnlyList<ReplayLine>? lines = null;
        try
        {
            if (replay is not null)
                lines = ReplayLine.Parse(File.ReadAllText(replay));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReportInputException(replay!, $"cannot be read ({e.Message})", e);
        }
        return new(ResultsFile.Read(results), PyTorchRun.Read(pyTorch), lines);
    }
}
