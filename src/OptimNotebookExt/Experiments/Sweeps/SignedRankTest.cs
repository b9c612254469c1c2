namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>
/// Wilcoxon's signed-rank test of paired differences, exact: among all 2ⁿ ways to flip the signs of the ranks, the share
/// whose sum lies at least as far from the middle. Ranks stand in for sizes, so that a run that diverged counts as the
/// largest loss without drowning the others. Source: Wilcoxon 1945, with Pratt's treatment of zeros as dropped after ranking.
/// </summary>
internal static class SignedRankTest
{
    /// <summary>The two-sided p-value that the differences are as likely above 0 as below.</summary>
    /// <param name="differences">The differences, which may be infinite; none is NaN. Equal sizes share the mean of their ranks.</param>
    internal static double PValue(IReadOnlyList<double> differences)
    {
        var ranked = TwiceRanks(differences);
        long[] ranks = [.. ranked.Where(r => r.Sign != 0).Select(r => r.TwiceRank)];
        var observed = ranked.Where(r => r.Sign > 0).Sum(r => r.TwiceRank);
        var total = ranks.Sum();
        // How many of the ways give a sum, counted one rank after the other.
        var ways = new double[total + 1];
        ways[0] = 1;
        foreach (var rank in ranks)
        {
            for (var sum = total; sum >= rank; sum--)
                ways[sum] += ways[sum - rank];
        }
        var distance = Math.Abs(2 * observed - total);
        var far = ways.Where((_, sum) => Math.Abs(2L * sum - total) >= distance).Sum();
        return far / Math.Pow(2, ranks.Length);
    }

    /// <summary>Twice the rank of each size, which is whole also where ranks are shared, with the sign of the difference.</summary>
    private static (int Sign, long TwiceRank)[] TwiceRanks(IReadOnlyList<double> differences) =>
    [
        .. differences.Select(d => (
            Math.Sign(d),
            2L * differences.Count(o => Math.Abs(o) < Math.Abs(d)) + differences.Count(o => Math.Abs(o).Equals(Math.Abs(d))) + 1)),
    ];
}
