using System.Globalization;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Host.Experiments;

/// <summary>A run in one line.</summary>
internal static class TaskLine
{
    internal static string Of(OptimizerChoice choice, TaskRun run, TaskTiming timing) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Task} {choice} seed {run.Seed}: {Outcome(run, timing)} in {timing.WallSeconds:F1} s");

    private static string Outcome(TaskRun run, TaskTiming timing)
    {
        if (run.Diverged)
            return run.DivergedAfter is { } steps ? Invariant($"diverged after step {steps}") : "diverged, its held-out figure is not finite";
        var reached = run.StepsToTarget is { } step
            ? Invariant($"target {run.Target:G3} after step {step} ({timing.SecondsToTarget:F1} s)")
            : Invariant($"target {run.Target:G3} not reached");
        return Invariant($"final {run.Final:G5}, {run.Metric} {run.Value:G5}, {reached}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
