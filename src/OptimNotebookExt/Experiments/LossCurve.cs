namespace OptimNotebookExt.Experiments;

/// <summary>A loss over epochs: geometric mean, minimum and maximum over seeds. Index k is the start of epoch k; the last point may be the end.</summary>
internal sealed record LossCurve(IReadOnlyList<double> Mean, IReadOnlyList<double> Min, IReadOnlyList<double> Max)
{
    /// <summary>The indices, as the x of a figure.</summary>
    internal IEnumerable<double> Epochs => Enumerable.Range(0, Mean.Count).Select(k => (double)k);

    /// <summary>The points of one run: the epoch starts, then the final value where there is one.</summary>
    internal static double[] Points(IReadOnlyList<double> epochStarts, double? final) =>
        final is { } value && epochStarts.Count > 0 ? [.. epochStarts, value] : [.. epochStarts];

    /// <summary>Over the epochs that all runs have. A run that is not finite and positive somewhere makes the mean NaN there.</summary>
    internal static LossCurve Of(IReadOnlyList<IReadOnlyList<double>> runs) =>
        Over(Enumerable.Range(0, runs.Select(run => run.Count).DefaultIfEmpty(0).Min()).Select(k => runs.Select(run => run[k])));

    /// <summary>Over the epochs that any run has: in each those runs count that came so far and did not diverge; NaN where none did.</summary>
    internal static LossCurve OfThoseThatGoOn(IReadOnlyList<IReadOnlyList<double>> runs) =>
        Over(Enumerable.Range(0, runs.Select(run => run.Count).DefaultIfEmpty(0).Max())
            .Select(k => runs.Where(run => run.Count > k).Select(run => run[k]).Where(v => double.IsFinite(v) && v > 0)));

    internal static double GeometricMean(IReadOnlyCollection<double> values)
    {
        if (values.Count == 1)
            return values.First(); // exp(log(x)) would cost the last digit
        return values.Count > 0 && values.All(v => v > 0) ? Math.Exp(values.Average(Math.Log)) : double.NaN;
    }

    private static LossCurve Over(IEnumerable<IEnumerable<double>> epochs)
    {
        double[][] values = [.. epochs.Select(e => e.ToArray())];
        return new(
            [.. values.Select(GeometricMean)],
            [.. values.Select(v => v.DefaultIfEmpty(double.NaN).Min())],
            [.. values.Select(v => v.DefaultIfEmpty(double.NaN).Max())]);
    }
}
