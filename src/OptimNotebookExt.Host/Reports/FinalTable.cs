namespace OptimNotebookExt.Host.Reports;

/// <summary>Where each run stood and ended, beside PyTorch.</summary>
internal static class FinalTable
{
    internal static ReportTable Of(ReportData data)
    {
        var timed = data.Results.Runs.Any(run => run.Seconds is not null);
        (string, bool)[] columns =
        [
            ReportTable.Text("optimizer"), ReportTable.Text("preset"), ReportTable.Number("seed"), ReportTable.Number("epoch 50"),
            ReportTable.Number("epoch 100"), ReportTable.Number("final"), ReportTable.Number("PyTorch final"), ReportTable.Number("ratio"),
            ReportTable.Text("PyTorch, 5 seeds"), .. timed ? [ReportTable.Number("seconds")] : Array.Empty<(string, bool)>(),
        ];
        return new(columns, [.. data.Groups.SelectMany(group => Rows(group, data.PyTorch, timed))]);
    }

    private static IEnumerable<string[]> Rows(RunGroup group, IReadOnlyList<PyTorchRun> pyTorch, bool timed)
    {
        var references = group.Runs.Select(run => RunGroup.Reference(run, pyTorch)?.Final).ToArray();
        foreach (var (run, reference) in group.Runs.Zip(references))
        {
            yield return Row(group, Numbers.Invariant($"{run.Seed}"), run.AvgLoss, run.Final, reference,
                timed ? Numbers.Seconds(run.Seconds) : null);
        }
        if (group.Runs.Count == 1)
            yield break;
        yield return Row(group, Numbers.Invariant($"mean of {group.Runs.Count}"), group.Curve.Mean,
            Mean([.. group.Runs.Select(run => run.Final)]), Mean(references), timed ? Numbers.Missing : null);
    }

    private static string[] Row(
        RunGroup group, string seed, IReadOnlyList<double> avgLoss, double? final, double? reference, string? seconds) =>
    [
        group.Optimizer, group.Preset, seed, Numbers.Short(At(avgLoss, 50)), Numbers.Short(At(avgLoss, 100)), Numbers.Short(final),
        Numbers.Short(reference), Numbers.Short(final / reference), Range(Convergence.Of(group.Optimizer, group.Preset), final),
        .. seconds is null ? Array.Empty<string>() : [seconds],
    ];

    private static double? At(IReadOnlyList<double> avgLoss, int epoch) => epoch < avgLoss.Count ? avgLoss[epoch] : null;

    /// <summary>Geometric, and only over complete values: a mean of some would be read as the mean of all.</summary>
    private static double? Mean(double?[] values) =>
        values.Contains(null) ? null : LossCurve.GeometricMean([.. values.Select(value => value!.Value)]);

    private static string Range(Convergence? measured, double? final) => measured is null
        ? Numbers.Missing
        : Numbers.Invariant($"{measured.GeometricMean} [{measured.Min}..{measured.Max}]")
            + (final is { } value ? measured.Contains(value) ? " inside" : " outside" : "");
}
