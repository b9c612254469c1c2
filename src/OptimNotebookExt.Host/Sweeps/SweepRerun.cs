using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Host.Terminals;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>Does runs of a sweep again: one from its own file, or those of a merged result, which has a fingerprint of each.</summary>
internal static class SweepRerun
{
    /// <summary>Whether the file is of a sweep.</summary>
    internal static bool IsOfSweep(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return document.RootElement.ValueKind == JsonValueKind.Object && (document.RootElement.TryGetProperty("definition", out _) || document.RootElement.TryGetProperty("loss_steps", out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <param name="file">A file of <c>runs/</c>, or <c>sweep.json</c>.</param>
    /// <param name="keys">The runs to do again; none: all.</param>
    /// <param name="output">Where each run is said to be the same, or how it differs.</param>
    /// <param name="error">Where a terminal shows how it goes.</param>
    /// <param name="stop">Stops between two steps.</param>
    /// <returns>Whether all are the same to the bit.</returns>
    internal static bool Run(string file, string[] keys, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var runs = Read(file, keys, stop).ToArray();
        return ProgressDisplay.Run(output, error, runs.Length, display => Compare(runs, display));
    }

    private static bool Compare((string Name, double Value, string Fingerprint, Func<TaskRun> Again)[] runs, ProgressDisplay display)
    {
        var same = 0;
        foreach (var (name, value, fingerprint, again) in runs)
        {
            display.Begin(name);
            var now = again();
            var alike = SweepRow.FingerprintOf(now) == fingerprint;
            same += alike ? 1 : 0;
            display.Advance();
            display.WriteLine(alike
                ? $"{name}: the same bits"
                : string.Create(CultureInfo.InvariantCulture, $"{name}: differs; {now.Metric} was {value:R}, is {now.Value:R}"));
        }
        display.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {runs.Length} runs are the same to the bit"));
        return same == runs.Length;
    }

    private static IEnumerable<(string Name, double Value, string Fingerprint, Func<TaskRun> Again)> Read(string file, string[] keys, CancellationToken stop)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        if (!document.RootElement.TryGetProperty("definition", out _))
        {
            var run = SweepFolder.ReadRun(file);
            return [(Path.GetFileNameWithoutExtension(file), run.Value, SweepRow.FingerprintOf(run), () => Again(run.Task, run.Optimizer, run.Settings, run.Seed, run.Steps, run.Threads, stop))];
        }
        var results = SweepResults.Load(file);
        if (keys.FirstOrDefault(k => results.Rows.All(r => r.Key != k)) is { } unknown)
            throw new ArgumentException($"--run {unknown}: {file} has no run of this key; 'optimnb report --results {file}' lists them.");
        return results.Rows.Where(r => keys.Length == 0 || keys.Contains(r.Key)).DistinctBy(r => r.Key).Select(r => (
            r.Key, r.Value, r.Fingerprint,
            (Func<TaskRun>)(() => Again(results.Definition.Task, results.Definition.Find(r.Optimizer).Optimizer, r.Settings, r.Seed, results.Steps, results.Definition.Threads, stop))));
    }

    private static TaskRun Again(string task, string optimizer, IReadOnlyDictionary<string, double> settings, long seed, int steps, int threads, CancellationToken stop) =>
        TaskRunner.Run(TaskCatalog.Get(task), new OptimizerChoice(optimizer, settings), seed, new TaskRunOptions { Steps = steps, Threads = threads }, cancellation: stop).Run;
}
