using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Host.Sweeps.Slurm;

/// <summary>
/// Submits what is missing of a sweep as two array jobs: the grid, and after its end (whatever became of its tasks) the
/// best settings, which its tasks find themselves.
/// </summary>
internal sealed class SlurmSubmission(SweepState state, IReadOnlyDictionary<string, string> options, int runsPerTask)
{
    /// <summary>What Slurm allows where the cluster does not say otherwise: MaxArraySize 1001.</summary>
    private const int MaxTasks = 1000;

    /// <summary>The sweep file's options and, before them, those of the command line.</summary>
    internal static IReadOnlyDictionary<string, string> Options(SweepDefinition sweep, string[] given)
    {
        var options = new Dictionary<string, string>(sweep.Slurm);
        foreach (var option in given)
        {
            var (name, value) = option.Split('=', 2) is [var left, var right] ? (left, right) : (option, string.Empty);
            if (SlurmOptions.Problem(name, value) is { } problem)
                throw new ArgumentException($"--slurm-option {option}: {problem}");
            options[name] = value;
        }
        return options;
    }

    /// <returns>The exit code.</returns>
    internal int Run(bool submit, TextWriter output)
    {
        if (submit && SlurmJobs.Read(state.Folder).Select(j => (Job: j, State: SlurmJobs.StateOf(j))).FirstOrDefault(j => j.State != "over") is { Job: { } queued } under)
            throw new ArgumentException($"the Slurm job {queued} of this folder is not over ({under.State}); --status shows how it goes, 'scancel {queued}' ends it.");
        string[] tune = [.. state.Tuning.Where(r => !state.IsSettled(r)).Select(SlurmTask.Line)];
        string[] best = [.. state.Sweep.Optimizers.SelectMany(MissingBest)];
        if (tune.Length + best.Length == 0)
            return SweepReport.Write(state, output);

        var folder = SlurmJobs.NewFolder(state.Folder);
        var plan = SweepPlanFile.Write(state.Sweep, state.Folder);
        var scripts = new List<string>();
        if (tune.Length > 0)
            scripts.Add(Script(folder, plan, "tune", tune));
        if (best.Length > 0)
            scripts.Add(Script(folder, plan, "best", best));
        if (!submit)
        {
            output.WriteLine($"wrote {string.Join(" and ", scripts)}; submit them in this order, the second with --dependency=afterany:JOB");
            return ExitCode.Done;
        }
        var jobs = new List<string>();
        foreach (var script in scripts)
        {
            string[] after = jobs.Count > 0 ? [$"--dependency=afterany:{jobs[^1]}"] : [];
            jobs.Add(SlurmCommand.Run("sbatch", ["--parsable", .. after, script]).Trim().Split(';')[0]);
            SlurmJobs.Write(folder, jobs);
            output.WriteLine($"submitted {script} as Slurm job {jobs[^1]}");
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tune.Length} runs of the grid and {best.Length} of best settings; the same line with --status instead of --slurm merges what has arrived"));
        return ExitCode.Done;
    }

    /// <summary>The runs at the best setting that are missing, all of them where it is not known yet.</summary>
    private IEnumerable<string> MissingBest(SweepOptimizer optimizer) => state.Best(optimizer) is { Count: > 0 } known
        ? known.Where(r => !state.IsSettled(r)).Select(SlurmTask.Line)
        : state.Sweep.Seeds.Select(seed => SlurmTask.Best(state.Sweep, optimizer, seed));

    private string Script(string folder, string plan, string name, string[] lines)
    {
        var list = Path.Combine(folder, name + ".list");
        AtomicFile.WriteAllText(list, string.Concat(lines.Select(l => l + "\n")));
        var runs = Math.Max(runsPerTask, (lines.Length + MaxTasks - 1) / MaxTasks);
        var script = Path.Combine(folder, name + ".sh");
        var (program, first) = OwnProgram.Start;
        AtomicFile.WriteAllText(script, SlurmScript.Text(
            $"optimnb-{name}", list, (lines.Length + runs - 1) / runs, runs, state.Sweep.Threads, options, [program, .. first, "sweep", plan, "--out", state.Folder.Root]));
        return script;
    }
}
