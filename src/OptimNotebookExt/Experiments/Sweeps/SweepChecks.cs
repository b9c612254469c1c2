using System.Globalization;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>What must fit together in a sweep.</summary>
internal static class SweepChecks
{
    internal const int MaxRuns = 100_000;

    internal static void Check(SweepDefinition sweep, SweepElement root)
    {
        if (sweep.Optimizers.Count == 0)
            throw root.Required("optimizers").Refused("there is no optimizer; give at least one.");
        if (sweep.Optimizers.GroupBy(o => o.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw root.Required("optimizers").Refused($"two optimizers have the name {twice.Key}; give one of them another name, and its class as \"optimizer\".");
        CheckSeeds(sweep, root);
        CheckBudget(sweep, root);
        foreach (var name in sweep.Baselines)
        {
            if (sweep.Optimizers.All(o => o.Name != name))
                throw root.Required("baselines").Refused($"{name} is no optimizer of this sweep; there are {string.Join(", ", sweep.Optimizers.Select(o => o.Name))}.");
        }
        if (sweep.Baselines.Count > 0 && sweep.Seeds.Count == 0)
            throw root.Required("baselines").Refused("nothing is compared without seeds; add seeds, or leave baselines out.");
        if (sweep.Optimizers.Sum(o => (long)o.Points.Count * sweep.TuneSeeds.Count + sweep.Seeds.Count) is var runs && runs > MaxRuns)
            throw root.Refused(Invariant($"these are {runs} runs, and at most {MaxRuns} are done by one sweep; make two of it."));
    }

    private static void CheckSeeds(SweepDefinition sweep, SweepElement root)
    {
        if (sweep.TuneSeeds.Count == 0 && sweep.Seeds.Count == 0)
            throw root.Refused("there is no seed; add tune_seeds for the grid, and seeds for the best setting of each optimizer.");
        if (sweep.TuneSeeds.Intersect(sweep.Seeds).Any())
            throw root.Required("seeds").Refused(Invariant($"{sweep.TuneSeeds.Intersect(sweep.Seeds).First()} is in tune_seeds too, and what a setting was chosen on cannot judge it; choose fresh seeds."));
    }

    /// <summary>A comparison is fair where every optimizer was tuned with the same effort.</summary>
    private static void CheckBudget(SweepDefinition sweep, SweepElement root)
    {
        if (sweep.Seeds.Count == 0)
            return;
        var (most, least) = (sweep.Optimizers.MaxBy(o => o.Points.Count)!, sweep.Optimizers.MinBy(o => o.Points.Count)!);
        if (most.Points.Count != least.Points.Count)
            throw root.Required("optimizers").Refused(Invariant($"{most.Name} has {most.Points.Count} points and {least.Name} {least.Points.Count}; give every optimizer as many, or leave out seeds where nothing is compared."));
        if (most.Points.Count > 1 && sweep.TuneSeeds.Count == 0)
            throw root.Refused("there is a grid, but no seed to find the best setting on; add tune_seeds.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
