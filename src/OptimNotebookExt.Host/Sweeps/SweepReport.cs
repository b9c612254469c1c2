using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>Merges what a folder has into <c>sweep.json</c>, and says where the sweep stands.</summary>
internal static class SweepReport
{
    private static readonly TimeSpan s_old = TimeSpan.FromMinutes(1);

    /// <returns>The exit code.</returns>
    internal static int Write(SweepState state, TextWriter output)
    {
        foreach (var file in Directory.EnumerateFiles(state.Folder.Root, "sweep*.json.*.tmp"))
        {
            // Another process may be writing one.
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > s_old)
                File.Delete(file);
        }
        var path = Path.Combine(state.Folder.Root, "sweep.json");
        var results = SweepResults.Merge(state.Sweep, state.Folder);
        results.Save(path);
        var failed = state.Known.Where(r => state.Value(r) is null && state.Folder.Failure(r) is not null).ToArray();
        foreach (var run in failed)
            output.WriteLine($"failed: {run}: {state.Folder.Failure(run)}");
        if (results.Curves.Count > 0 || results.IsComplete)
            output.WriteLine(new SweepView(results) { ListsRuns = false }.ToString());
        var missing = failed.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {failed.Length} failed (--retry-failed does them again)");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results.Rows.Count} of {results.Expected} runs done{missing}; {path}"));
        return results.IsComplete ? ExitCode.Done : failed.Length > 0 ? ExitCode.Failed : ExitCode.Incomplete;
    }
}
