using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Host.Sweeps.Slurm;

/// <summary>
/// A task of an array job: does its lines of a list. <c>tune 2 5 7</c> is the point 5 of the optimizer 2 with the seed 7,
/// <c>best 2 101</c> the best setting of the optimizer 2, which the task finds in the shared folder, with the seed 101.
/// </summary>
internal static class SlurmTask
{
    internal static string Line(SweepRun run) => run.Phase == SweepPhase.Best
        ? Best(run.Sweep, run.Sweep.Find(run.Optimizer), run.Seed)
        : string.Create(CultureInfo.InvariantCulture, $"tune {IndexOf(run.Sweep, run.Sweep.Find(run.Optimizer))} {run.Sweep.Find(run.Optimizer).Points.ToList().FindIndex(p => p.Settings.All(s => run.Choice.Settings[s.Key].Equals(s.Value)))} {run.Seed}");

    internal static string Best(SweepDefinition sweep, SweepOptimizer optimizer, long seed) =>
        string.Create(CultureInfo.InvariantCulture, $"best {IndexOf(sweep, optimizer)} {seed}");

    /// <returns>The exit code: 0 where every run has figures, or another process is at it.</returns>
    internal static int Run(SweepDefinition sweep, SweepFolder folder, string list, int first, int count, TextWriter output, CancellationToken stop)
    {
        var (worker, state, code) = (new SweepWorker(sweep, folder, output), new SweepState(sweep, folder), ExitCode.Done);
        foreach (var line in File.ReadLines(list).Skip(first).Take(count))
        {
            if (RunOf(state, line.Split(' ')) is not { } run)
            {
                output.WriteLine($"{line}: the best setting is not known, as runs of the grid are missing; --status lists them, and --slurm submits them again");
                code = ExitCode.Failed;
                continue;
            }
            if (!worker.TryRun(run, stop))
                output.WriteLine($"{run}: another process is at it");
            else if (folder.Failure(run) is { } failure)
            {
                output.WriteLine($"{run}: failed: {failure}");
                code = ExitCode.Failed;
            }
        }
        return code;
    }

    private static SweepRun? RunOf(SweepState state, string[] words)
    {
        var sweep = state.Sweep;
        long[] numbers = [.. words.Skip(1).Select(n => long.Parse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))];
        var optimizer = sweep.Optimizers[(int)numbers[0]];
        return words[0] == "tune"
            ? new SweepRun(sweep, SweepPhase.Tune, optimizer.Name, optimizer.Points[(int)numbers[1]], numbers[2])
            : state.Best(optimizer).FirstOrDefault(r => r.Seed == numbers[1]);
    }

    private static int IndexOf(SweepDefinition sweep, SweepOptimizer optimizer) => sweep.Optimizers.ToList().FindIndex(o => o.Name == optimizer.Name);
}
