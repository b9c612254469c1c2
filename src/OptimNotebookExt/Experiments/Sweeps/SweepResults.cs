using System.Text;
using System.Text.Json;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Notebook;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>
/// What a sweep has given so far, as <c>sweep.json</c> holds it: the same bytes from one process, from several and from a
/// cluster, as nothing in it depends on when, where and in which order the runs were done.
/// </summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record SweepResults
{
    /// <summary>The sweep.</summary>
    public required SweepDefinition Definition { get; init; }

    /// <summary>Steps of a run.</summary>
    public required int Steps { get; init; }

    /// <summary>What <see cref="SweepRow.Value"/> is: <c>loss</c> or <c>error</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>The running average of the training loss that counts as reached.</summary>
    public required double Target { get; init; }

    /// <summary>The runs that are done, in the order of the sweep.</summary>
    public required IReadOnlyList<SweepRow> Rows { get; init; }

    /// <summary>The training loss of every optimizer that is done.</summary>
    public required IReadOnlyList<SweepCurve> Curves { get; init; }

    /// <summary>How long the runs took, where that is known.</summary>
    public IReadOnlyList<SweepTiming> Timings { get; init; } = [];

    /// <summary>Runs of the whole sweep.</summary>
    public int Expected => Definition.Optimizers.Sum(o => (o.Points.Count * Definition.TuneSeeds.Count) + Definition.Seeds.Count);

    /// <summary>Whether every run is done.</summary>
    public bool IsComplete => Rows.Count == Expected;

    /// <summary>Writes the file; it appears whole or not at all. Timings go to <see cref="TimingsPath"/>.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteAllText(TimingsPath(path), SweepTimings.Text(Timings));
        AtomicFile.WriteAllText(path, Text());
    }

    /// <summary>Reads what <see cref="Save"/> wrote, with the timings where they are there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of that form; the message names file and field.</exception>
    public static SweepResults Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var results = SweepElement.Parse(File.ReadAllText(path), path, Read);
        return File.Exists(TimingsPath(path))
            ? results with { Timings = SweepElement.Parse(File.ReadAllText(TimingsPath(path)), TimingsPath(path), SweepTimings.Read) }
            : results;
    }

    /// <summary>The file of the timings that belongs to one of results.</summary>
    /// <param name="path">For example <c>sweep.json</c>, which has <c>sweep.timings.json</c>.</param>
    public static string TimingsPath(string path) => Path.ChangeExtension(path, ".timings.json");

    /// <summary>What a folder has of a sweep.</summary>
    internal static SweepResults Merge(SweepDefinition sweep, SweepFolder folder)
    {
        var task = TaskCatalog.Get(sweep.Task);
        var (rows, curves, timings) = (new List<SweepRow>(), new List<SweepCurve>(), new List<SweepTiming>());
        foreach (var run in SweepPlan.Tuning(sweep))
            Add(run);
        foreach (var optimizer in sweep.Optimizers)
        {
            if (sweep.Seeds.Count == 0 || SweepPlan.BestPoint(sweep, optimizer, run => folder.Find(run)?.Value) is not { } best)
                continue;
            TaskRun[] found = [.. SweepPlan.Best(sweep, optimizer, best).Select(Add).OfType<TaskRun>()];
            if (found.Length == sweep.Seeds.Count)
                curves.Add(SweepCurve.Of(optimizer.Name, found));
        }
        return new SweepResults { Definition = sweep, Steps = sweep.Steps ?? task.Steps, Metric = task.Metric, Target = task.Target, Rows = rows, Curves = curves, Timings = timings };

        TaskRun? Add(SweepRun run)
        {
            if (folder.Find(run) is not { } figures)
                return null;
            rows.Add(SweepRow.Of(run, figures));
            if (folder.Timing(run) is { } timing)
                timings.Add(timing);
            return figures;
        }
    }

    private static SweepResults Read(SweepElement root)
    {
        var definition = SweepReader.Read(root.Required("definition"));
        var (rows, curves) = (root.Required("rows"), root.Required("curves"));
        var results = new SweepResults
        {
            Definition = definition,
            Steps = (int)root.Required("steps").Whole(1, int.MaxValue),
            Metric = root.Required("metric").Text(),
            Target = root.Required("target").Number(),
            Rows = rows.Value.Deserialize<IReadOnlyList<SweepRow>>(ResultJson.Options) ?? [],
            Curves = curves.Value.Deserialize<IReadOnlyList<SweepCurve>>(ResultJson.Options) ?? [],
        };
        if (results.Rows.Any(r => r is not { Key: not null, Settings: not null, Fingerprint: not null } || definition.Optimizers.All(o => o.Name != r.Optimizer)))
            throw rows.Refused("a run has no key, settings or fingerprint, or is of an optimizer that the definition has not; write the file anew with 'optimnb sweep … --status'.");
        return results.Curves.All(c => c is { Steps: { } steps, Median: { } median, Lower: { } lower, Upper: { } upper } && median.Count == steps.Count && lower.Count == steps.Count && upper.Count == steps.Count)
            ? results
            : throw curves.Refused("a curve has not as many values as steps; write the file anew with 'optimnb sweep … --status'.");
    }

    /// <summary>One line a run and a curve, so that what changes is seen line by line.</summary>
    private string Text()
    {
        // Slurm's options say where the runs were done, which is nothing of the result.
        var definition = SweepWriter.Node(Definition with { Slurm = new Dictionary<string, string>() }).ToJsonString(SweepWriter.OneLine);
        var text = new StringBuilder($"{{\n\"definition\": {definition},\n\"steps\": {Json(Steps)},\n\"metric\": {Json(Metric)},\n\"target\": {Json(Target)},\n");
        text.Append("\"rows\": [\n").AppendJoin(",\n", Rows.Select(Json)).Append("\n],\n\"curves\": [\n").AppendJoin(",\n", Curves.Select(Json)).Append("\n]\n}\n");
        return text.ToString();
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ResultJson.Options);
}
