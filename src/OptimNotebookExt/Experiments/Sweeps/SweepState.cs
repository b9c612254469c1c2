namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>How far a sweep has come in its folder; a finished run is read once.</summary>
internal sealed class SweepState(SweepDefinition sweep, SweepFolder folder)
{
    private readonly Dictionary<string, double> values = [];
    private readonly SweepRun[] tuning = [.. SweepPlan.Tuning(sweep)];
    private readonly Dictionary<string, IReadOnlyList<SweepRun>> best = [];

    internal SweepDefinition Sweep => sweep;

    internal SweepFolder Folder => folder;

    /// <summary>The runs that find the best settings.</summary>
    internal IReadOnlyList<SweepRun> Tuning => tuning;

    /// <summary>The runs of an optimizer at its best setting; none before that is known.</summary>
    internal IReadOnlyList<SweepRun> Best(SweepOptimizer optimizer)
    {
        if (sweep.Seeds.Count == 0)
            return [];
        if (!best.TryGetValue(optimizer.Name, out var runs) && SweepPlan.BestPoint(sweep, optimizer, Value) is { } point)
            best[optimizer.Name] = runs = [.. SweepPlan.Best(sweep, optimizer, point)];
        return runs ?? [];
    }

    /// <summary>Every run that is known by now.</summary>
    internal IEnumerable<SweepRun> Known => tuning.Concat(sweep.Optimizers.SelectMany(Best));

    /// <summary>The held-out figure of a run, NaN where it diverged; null where it is not done.</summary>
    internal double? Value(SweepRun run)
    {
        var key = run.Key;
        if (!values.TryGetValue(key, out var value))
        {
            if (folder.Find(run) is not { } figures)
                return null;
            values[key] = value = figures.Value;
        }
        return value;
    }

    /// <summary>Whether a run needs nothing more: it has figures, or has failed.</summary>
    internal bool IsSettled(SweepRun run) => Value(run) is not null || folder.Failure(run) is not null;
}
