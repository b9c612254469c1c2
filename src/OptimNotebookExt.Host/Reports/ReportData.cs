namespace OptimNotebookExt.Host.Reports;

/// <summary>Everything a report is made of.</summary>
internal sealed record ReportData(ResultsFile Results, IReadOnlyList<PyTorchRun> PyTorch, IReadOnlyList<ReplayLine>? Replay)
{
    /// <summary>The runs by setting, in the order of their first appearance.</summary>
    internal IReadOnlyList<RunGroup> Groups { get; } = RunGroup.Of(Results.Runs, PyTorch);

    /// <param name="results">What <c>optimnb experiment --json</c> wrote.</param>
    /// <param name="replay">What <c>optimnb replay</c> printed; null for none.</param>
    /// <param name="pyTorch">Golden experiment files with PyTorch's runs.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not JSON, or a field is missing or of the wrong kind; the message names both.</exception>
    internal static ReportData Read(string results, string? replay, IEnumerable<string> pyTorch)
    {
        var lines = replay is null ? null : ReplayLine.Parse(File.ReadAllText(replay));
        return new(ResultsFile.Read(results), PyTorchRun.Read(pyTorch), lines);
    }
}
