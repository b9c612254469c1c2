using System.Globalization;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>Reads sweep files; what is not understood is refused with its place and what to write instead.</summary>
internal static class SweepReader
{
    private static readonly string[] Members = ["name", "description", "task", "steps", "threads", "optimizers", "tune_seeds", "seeds", "baselines", "slurm"];

    /// <summary>Reads the text of a sweep file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    internal static SweepDefinition Read(string json, string file) => SweepElement.Parse(json, file, Read);

    internal static SweepDefinition Read(SweepElement root)
    {
        var members = root.Members(Members);
        var sweep = new SweepDefinition
        {
            Name = root.Required("name").Text(),
            Description = members.TryGetValue("description", out var description) ? description.Text() : string.Empty,
            Task = Task(root.Required("task")),
            Steps = members.TryGetValue("steps", out var steps) ? (int)steps.Whole(1, int.MaxValue) : null,
            Threads = members.TryGetValue("threads", out var threads) ? (int)threads.Whole(1, 1024) : 1,
            Optimizers = [.. root.Required("optimizers").Items().Select(Optimizer)],
            TuneSeeds = Seeds(members, "tune_seeds"),
            Seeds = Seeds(members, "seeds"),
            Baselines = members.TryGetValue("baselines", out var baselines) ? baselines.Distinct(b => b.Text()) : [],
            Slurm = members.TryGetValue("slurm", out var slurm) ? slurm.Members().ToDictionary(o => o.Key, o => SlurmOption(o.Key, o.Value)) : new Dictionary<string, string>(),
        };
        SweepChecks.Check(sweep, root);
        return sweep;
    }

    private static string Task(SweepElement element)
    {
        var name = element.Text();
        try
        {
            return TaskCatalog.Get(name).Name;
        }
        catch (ArgumentException e)
        {
            throw element.Refused(SweepElement.Sentence(e));
        }
    }

    private static SweepOptimizer Optimizer(SweepElement element)
    {
        var members = element.Members("name", "optimizer", "settings", "grid");
        var name = element.Required("name").Text();
        var settings = members.TryGetValue("settings", out var given)
            ? given.Members().ToDictionary(s => s.Key, s => s.Value.Number())
            : [];
        SweepAxis[] grid = members.TryGetValue("grid", out var axes)
            ? [.. axes.Members().Select(a => new SweepAxis(a.Key, a.Value.Distinct(v => v.Number())))]
            : [];
        if (grid.FirstOrDefault(a => settings.ContainsKey(a.Name)) is { } both)
            throw element.Refused($"{both.Name} is in settings and in grid; keep one of them.");
        if (grid.FirstOrDefault(a => a.Values.Count == 0) is { } empty)
            throw axes.Refused($"{empty.Name} has no value; give at least one, or leave it out.");
        // Before the points are made: a few long lists have more combinations than memory has room for.
        if (grid.Aggregate(1.0, (count, axis) => count * axis.Values.Count) > SweepChecks.MaxRuns)
            throw axes.Refused(string.Create(CultureInfo.InvariantCulture, $"it has more than {SweepChecks.MaxRuns} combinations; try fewer values."));
        var optimizer = new SweepOptimizer(name, members.TryGetValue("optimizer", out var choice) ? choice.Text() : name, settings, grid);
        try
        {
            foreach (var point in optimizer.Points)
                point.Validate();
        }
        catch (ArgumentException e)
        {
            throw element.Refused(SweepElement.Sentence(e));
        }
        return optimizer;
    }

    private static IReadOnlyList<long> Seeds(IReadOnlyDictionary<string, SweepElement> members, string name) =>
        members.TryGetValue(name, out var seeds) ? seeds.Distinct(s => s.Whole(long.MinValue, long.MaxValue)) : [];

    private static string SlurmOption(string name, SweepElement element) =>
        SlurmOptions.Problem(name, element.Text()) is { } problem ? throw element.Refused(problem) : element.Text();
}
