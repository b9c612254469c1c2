namespace OptimNotebookExt.Host.Reports;

/// <summary>A loss over epochs: geometric mean, minimum and maximum over seeds. Index k is the start of epoch k; the last point is the end.</summary>
internal sealed record LossCurve(IReadOnlyList<double> Mean, IReadOnlyList<double> Min, IReadOnlyList<double> Max)
{
    /// <summary>The points of one run: the epoch starts, then the final value where there is one.</summary>
    internal static double[] Points(IReadOnlyList<double> epochStarts, double? final) =>
        final is { } value && epochStarts.Count > 0 ? [.. epochStarts, value] : [.. epochStarts];

    /// <summary>Over the epochs that all runs have. A run that is not finite and positive somewhere makes the mean NaN there.</summary>
    internal static LossCurve Of(IReadOnlyList<double[]> runs)
    {
        var n = runs.Count == 0 ? 0 : runs.Min(run => run.Length);
        var epochs = Enumerable.Range(0, n).Select(k => runs.Select(run => run[k]).ToArray()).ToArray();
        return new(
            [.. epochs.Select(GeometricMean)],
            [.. epochs.Select(values => values.Min())],
            [.. epochs.Select(values => values.Max())]);
    }

    internal static double GeometricMean(IReadOnlyCollection<double> values)
    {
        if (values.Count == 1)
            return values.First(); // exp(log(x)) would cost the last digit
        return values.Count > 0 && values.All(v => v > 0) ? Math.Exp(values.Average(Math.Log)) : double.NaN;
    }
}
