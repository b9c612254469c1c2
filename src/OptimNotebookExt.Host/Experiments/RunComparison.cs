using System.Globalization;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Host.Experiments;

/// <summary>How a run differs from an earlier one with the same settings.</summary>
/// <param name="Name">The run.</param>
/// <param name="Largest">The largest relative difference of any figure; infinity where a figure is missing on one side.</param>
/// <param name="From">Where the average loss first differs, for example <c>epoch 3</c>; null where only other figures do, or none.</param>
internal sealed record RunComparison(string Name, double Largest, string? From)
{
    internal static IReadOnlyList<RunComparison> All(IReadOnlyList<EveCainRun> before, IReadOnlyList<EveCainRun> now) => All(before, now, Figures);

    internal static IReadOnlyList<RunComparison> All(IReadOnlyList<TaskRun> before, IReadOnlyList<TaskRun> now) => All(before, now, Figures);

    public override string ToString() => Largest == 0
        ? $"{Name}: the same bits"
        : string.Create(CultureInfo.InvariantCulture, $"{Name}: differs{(From is { } place ? $" from {place} on" : string.Empty)}, by at most {Largest:G3} (relative)");

    private static RunComparison[] All<TRun>(IReadOnlyList<TRun> before, IReadOnlyList<TRun> now, Func<TRun, RunFigures> figuresOf)
    {
        var (then, here) = (before.Select(figuresOf).ToArray(), now.Select(figuresOf).ToArray());
        if (!then.Select(f => f.Name).SequenceEqual(here.Select(f => f.Name)))
            throw new InvalidDataException($"the manifest's command line gives the runs {string.Join(", ", here.Select(f => f.Name))}, but the file holds {string.Join(", ", then.Select(f => f.Name))}.");
        return [.. then.Zip(here, Compare)];
    }

    private static RunComparison Compare(RunFigures then, RunFigures here)
    {
        var largest = then.Losses.Count == here.Losses.Count && then.Others.Count == here.Others.Count
            ? then.Losses.Concat(then.Others).Zip(here.Losses.Concat(here.Others), Difference).DefaultIfEmpty(0).Max()
            : double.PositiveInfinity;
        var first = then.Losses.Zip(here.Losses).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
        return new RunComparison(then.Name, largest, first < Math.Min(then.Losses.Count, here.Losses.Count) ? then.PlaceOf(first) : null);
    }

    private static RunFigures Figures(EveCainRun run) => new(
        Invariant($"{run.Optimizer}/{run.Preset} seed {run.Seed}"),
        run.AvgLoss,
        [run.Final, run.EvalLoss, run.LastLr, .. run.Norms, .. run.LogStddev.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value)],
        epoch => Invariant($"epoch {epoch}"));

    private static RunFigures Figures(TaskRun run) => new(
        Invariant($"{run.Task} {new OptimizerChoice(run.Optimizer, run.Settings)} seed {run.Seed}"),
        run.Losses,
        [run.Final, run.Value, run.StepsToTarget ?? double.NaN, run.DivergedAfter ?? double.NaN, run.ExtraBytesPerParameter, .. run.LossSteps.Select(step => (double)step)],
        sample => Invariant($"step {run.LossSteps[sample]}"));

    private static double Difference(double a, double b) => a.Equals(b) ? 0
        : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b))
        : double.PositiveInfinity;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
