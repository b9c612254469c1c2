using System.Globalization;
using OptimNotebookExt.Host.Notebooks.Checks;
using OptimNotebookExt.Host.Terminals;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Notebooks, one after the other, each in a process of its own.</summary>
internal static class NotebookBatch
{
    /// <summary>Runs them, writes the manifest after each, and compares with what was committed where that is asked for.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ArgumentException">Two would be written to the same file; nothing has run.</exception>
    internal static async Task<int> RunAsync(RunRequest request, string[] files, bool check, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var twice = files.GroupBy(request.ExecutedFile).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"{string.Join(" and ", twice)} would be written to the same file {Path.GetFileName(twice.Key)}; run them with an --out each.");
        // What cannot be run is said before anything runs.
        foreach (var file in files)
            request.Open(file);
        Directory.CreateDirectory(request.Out);
        return await ProgressDisplay.RunAsync(output, error, files.Length, display => Each(request, files, check, display, stop)).ConfigureAwait(false);
    }

    private static async Task<int> Each(RunRequest request, string[] files, bool check, ProgressDisplay display, CancellationToken stop)
    {
        List<NotebookEntry> entries = [];
        foreach (var file in files)
        {
            display.Begin(Path.GetFileName(file));
            // Before the run: --out may be the folder of the notebook.
            var committed = check ? NotebookDocument.Read(file) : null;
            // What kept it from writing its files it has said itself, and would be in the way of the next one too.
            if (await NotebookProcess.RunAsync(request, file, stop).ConfigureAwait(false) is not { } entry)
                return ExitCode.Failed;
            if (committed is not null && entry.Status == NotebookEntry.Passed)
                entry = entry.Compared(NotebookCheck.Differences(committed, NotebookDocument.Read(request.ExecutedFile(file))));
            entries.Add(entry);
            display.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Status,-11} {entry.Cells,3} cells {entry.Seconds,7:0.0} s  {request.ExecutedFile(file)}"));
            if (entry.Error is not null)
                display.WriteLine($"  {entry.Notebook}, cell {entry.FailedCell}: {entry.Error.ReplaceLineEndings("\n  ")}");
            foreach (var difference in entry.Differences ?? [])
                display.WriteLine($"  {entry.Notebook}, {difference}");
            RunManifestFile.Write(request.Out, entries);
            display.Advance();
            if (stop.IsCancellationRequested)
                return ExitCode.Stopped;
        }
        return entries.TrueForAll(e => e.Status == NotebookEntry.Passed) ? ExitCode.Done : ExitCode.Failed;
    }
}
