namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>Holm's correction of p-values for the number of tests: with it, the chance that any claim of a family is wrong stays below the level.</summary>
internal static class HolmCorrection
{
    /// <summary>The corrected values, in the order given: the k-th smallest of n times n - k + 1, never below a smaller one, at most 1.</summary>
    /// <param name="values">The p-values of all tests of a family.</param>
    internal static IReadOnlyList<double> Apply(IReadOnlyList<double> values)
    {
        var corrected = new double[values.Count];
        var least = 0.0;
        foreach (var (rank, index) in values.Select((p, i) => (p, i)).OrderBy(v => v.p).Select((v, rank) => (rank, v.i)))
            corrected[index] = least = Math.Max(least, Math.Min(1, values[index] * (values.Count - rank)));
        return corrected;
    }
}
