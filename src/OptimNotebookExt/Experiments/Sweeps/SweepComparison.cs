namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>Two optimizers at their best settings on the same seeds, by Wilcoxon's signed-rank test, exact and two-sided.</summary>
/// <param name="Optimizer">The one.</param>
/// <param name="Baseline">The other.</param>
/// <param name="Pairs">Seeds.</param>
/// <param name="Wins">Seeds on which the one has the lower held-out figure.</param>
/// <param name="Losses">Seeds on which the other has.</param>
/// <param name="Effect">The median over the seeds of the one's figure divided by the other's, or less the other's where a figure is 0.</param>
/// <param name="IsRatio">Whether <paramref name="Effect"/> is a ratio; the test is then of logarithms.</param>
/// <param name="P">The p-value.</param>
/// <param name="AdjustedP">The p-value by Holm's correction over all comparisons of the sweep.</param>
public sealed record SweepComparison(string Optimizer, string Baseline, int Pairs, int Wins, int Losses, double Effect, bool IsRatio, double P, double AdjustedP)
{
    /// <summary>The level below which a difference is claimed.</summary>
    public const double Level = 0.05;

    /// <summary><c>better</c>, <c>worse</c>, or that no difference is shown.</summary>
    public string Verdict => AdjustedP >= Level ? "no difference shown" : Wins > Losses ? "better" : "worse";

    /// <summary>Every comparison with a baseline, each pair once.</summary>
    internal static IReadOnlyList<SweepComparison> Of(IReadOnlyList<string> baselines, IReadOnlyDictionary<string, IReadOnlyList<SweepRow>> rows)
    {
        var comparisons = new List<SweepComparison>();
        foreach (var baseline in baselines.Where(rows.ContainsKey))
        {
            foreach (var optimizer in rows.Keys.Where(o => o != baseline && !comparisons.Any(c => c.Optimizer == baseline && c.Baseline == o)))
                comparisons.Add(Of(optimizer, rows[optimizer], baseline, rows[baseline]));
        }
        var adjusted = HolmCorrection.Apply([.. comparisons.Select(c => c.P)]);
        return [.. comparisons.Zip(adjusted, (c, p) => c with { AdjustedP = p })];
    }

    private static SweepComparison Of(string optimizer, IReadOnlyList<SweepRow> rows, string baseline, IReadOnlyList<SweepRow> others)
    {
        var pairs = rows.Join(others, r => r.Seed, o => o.Seed, (r, o) => (Mine: r.Figure, Other: o.Figure)).ToArray();
        var ratio = pairs.All(p => p.Mine > 0 && p.Other > 0);
        // Two runs that both diverged are equally bad; ∞ - ∞ is not 0.
        double[] differences = [.. pairs.Select(p => p.Mine.Equals(p.Other) ? 0 : ratio ? Math.Log(p.Mine) - Math.Log(p.Other) : p.Mine - p.Other)];
        var effect = Quantiles.Median(differences);
        var p = SignedRankTest.PValue(differences);
        return new SweepComparison(optimizer, baseline, pairs.Length, differences.Count(d => d < 0), differences.Count(d => d > 0), ratio ? Math.Exp(effect) : effect, ratio, p, p);
    }
}
