using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>The runs of a sweep, in the order in which they are done and listed.</summary>
internal static class SweepPlan
{
    /// <summary>The runs that find the best setting of every optimizer.</summary>
    internal static IEnumerable<SweepRun> Tuning(SweepDefinition sweep) => sweep.Optimizers.SelectMany(optimizer => Tuning(sweep, optimizer));

    internal static IEnumerable<SweepRun> Tuning(SweepDefinition sweep, SweepOptimizer optimizer) =>
        from point in optimizer.Points
        from seed in sweep.TuneSeeds
        select new SweepRun(sweep, SweepPhase.Tune, optimizer.Name, point, seed);

    /// <summary>The runs of an optimizer at its best setting.</summary>
    internal static IEnumerable<SweepRun> Best(SweepDefinition sweep, SweepOptimizer optimizer, OptimizerChoice best) =>
        sweep.Seeds.Select(seed => new SweepRun(sweep, SweepPhase.Best, optimizer.Name, best, seed));

    /// <summary>
    /// The best setting: that with the lowest median of the held-out figure over the seeds for tuning, where a run that
    /// diverged counts as infinite. Of equal ones that with the lower learning rate, then that which the grid has earlier.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="optimizer">An optimizer of it.</param>
    /// <param name="find">The figures of a run; null where it has not been done.</param>
    /// <returns>Null where a run is missing.</returns>
    internal static OptimizerChoice? BestPoint(SweepDefinition sweep, SweepOptimizer optimizer, Func<SweepRun, double?> find)
    {
        var points = optimizer.Points;
        if (points.Count == 1)
            return points[0];
        var medians = new double[points.Count];
        for (var i = 0; i < medians.Length; i++)
        {
            var figures = sweep.TuneSeeds.Select(seed => find(new SweepRun(sweep, SweepPhase.Tune, optimizer.Name, points[i], seed))).ToArray();
            if (figures.Any(f => f is null))
                return null;
            medians[i] = Quantiles.Median([.. figures.Select(f => Figure(f!.Value))]);
        }
        return points.Zip(medians).OrderBy(p => p.Second).ThenBy(p => p.First.Settings.GetValueOrDefault("lr")).First().First;
    }

    /// <summary>A held-out figure for comparisons: NaN, of a run that diverged, is worse than all others.</summary>
    internal static double Figure(double value) => double.IsNaN(value) ? double.PositiveInfinity : value;
}
