using OptimNotebookExt.Notebook;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>What a sweep says: who stands where, which differences are more than chance, and how much the learning rate matters.</summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record SweepSummary
{
    private SweepSummary(SweepResults results) => Results = results;

    /// <summary>What it was made from.</summary>
    public SweepResults Results { get; }

    /// <summary>Every optimizer whose runs are done, the lowest median first.</summary>
    public IReadOnlyList<SweepStanding> Standings { get; private init; } = [];

    /// <summary>Every optimizer against the baselines.</summary>
    public IReadOnlyList<SweepComparison> Comparisons { get; private init; } = [];

    /// <summary>Every learning rate of the grid.</summary>
    public IReadOnlyList<SweepPoint> Sensitivity { get; private init; } = [];

    /// <summary>Sums up results.</summary>
    /// <param name="results">What a sweep has given; optimizers with missing runs are left out.</param>
    public static SweepSummary Of(SweepResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var whole = results.Rows.Where(r => r.Phase == SweepPhase.Best).GroupBy(r => r.Optimizer)
            .Where(g => g.Count() == results.Definition.Seeds.Count)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<SweepRow>)[.. g]);
        return new SweepSummary(results)
        {
            Standings = [.. whole.Select(o => SweepStanding.Of(results, results.Definition.Find(o.Key), o.Value)).OrderBy(s => s.Median)],
            Comparisons = SweepComparison.Of(results.Definition.Baselines, whole),
            Sensitivity = SweepPoint.Of(results.Rows),
        };
    }
}
