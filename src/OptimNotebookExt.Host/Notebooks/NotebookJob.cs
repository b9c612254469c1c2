using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using OptimNotebookExt.Host.Notebooks.Reports;
using OptimNotebookExt.Host.Sessions.Magics;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Runs one notebook in this process and writes its files.</summary>
internal static class NotebookJob
{
    internal static async Task<NotebookEntry> RunAsync(RunRequest request, string path, CancellationToken stop)
    {
        var source = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(source)!;
        var (executed, unfinished) = (request.ExecutedFile(source), request.UnfinishedFile(source));
        var hash = Hash(source);
        var (notebook, parameters) = request.Open(source);
        Directory.CreateDirectory(request.Out);
        var before = Environment.CurrentDirectory;
        // As in Jupyter: relative paths in cells start at the notebook.
        Environment.CurrentDirectory = folder;
        try
        {
            var start = Stopwatch.GetTimestamp();
            // What is there after each cell survives a crash of this process.
            var outcome = await NotebookRunner.RunAsync(notebook, folder, request.CellLimit, SaveUnfinished, stop).ConfigureAwait(false);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            File.Delete(unfinished);
            AtomicFile.WriteAllText(executed, IpynbWriter.Render(notebook));
            var status = outcome.Error is null ? NotebookEntry.Passed : stop.IsCancellationRequested ? "interrupted" : "failed";
            var failure = outcome.Error is null ? null : string.Create(CultureInfo.InvariantCulture, $"Cell {outcome.FailedCell} failed: {outcome.Error.Name}: {outcome.Error.Message}");
            AtomicFile.WriteAllText(request.ReportFile(source), NotebookReport.Render(notebook, Path.GetFileName(source), folder, Facts(parameters), failure));
            return new NotebookEntry
            {
                Notebook = Path.GetFileName(source),
                Source = request.SourceFile(source),
                Status = status,
                Parameters = parameters,
                SourceHash = hash,
                ExecutedHash = Hash(executed),
                Cells = outcome.Cells,
                FailedCell = outcome.FailedCell,
                Error = outcome.Error is null ? null : string.Join('\n', outcome.Error.Traceback),
                Seconds = Math.Round(seconds, 3),
            };
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        void SaveUnfinished()
        {
            try
            {
                AtomicFile.WriteAllText(unfinished, IpynbWriter.Render(notebook));
            }
            catch (IOException)
            {
                // For the case of a crash only. A disk that is full is told of where the notebook itself does not fit.
            }
        }
    }

    internal static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static List<KeyValuePair<string, string>> Facts(IReadOnlyDictionary<string, string> parameters) =>
    [
        new("run by", $"optimnb {AboutMagic.Version}, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}"),
        .. parameters.Select(p => new KeyValuePair<string, string>($"parameter {p.Key}", p.Value)),
    ];
}
