using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;

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
            ReportTable.Text("PyTorch, all seeds"), .. timed ? [ReportTable.Number("seconds")] : Array.Empty<(string, bool)>(),
        ];
        return new(columns, [.. data.Groups.SelectMany(group => Rows(group, data.PyTorch, timed))]);
    }

    private static IEnumerable<string[]> Rows(RunGroup group, IReadOnlyList<PyTorchRun> pyTorch, bool timed)
    {
        var references = group.Runs.Select(run => Reference(run, pyTorch)).ToArray();
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
        Numbers.Short(reference), Numbers.Short(final / reference), Range(group.Range, final),
        .. seconds is null ? Array.Empty<string>() : [seconds],
    ];

    private static double? Reference(ExperimentRun run, IReadOnlyList<PyTorchRun> pyTorch) =>
        RunGroup.Reference(run, pyTorch) is { } reference && reference.AvgLoss.Count == run.AvgLoss.Count ? reference.Final : null;

    /// <summary>The loss at the start of an epoch, counted from 0.</summary>
    private static double? At(IReadOnlyList<double> avgLoss, int epoch) => epoch < avgLoss.Count ? avgLoss[epoch] : null;

    /// <summary>Geometric, and only over complete values: a mean of some would be read as the mean of all.</summary>
    private static double? Mean(double?[] values) =>
        values.Contains(null) ? null : LossCurve.GeometricMean([.. values.Select(value => value!.Value)]);

    private static string Range(EveCainReference? reference, double? final)
    {
        if (reference is null)
            return Numbers.Missing;
        var text = Numbers.Invariant($"{reference.Final} [{reference.Minimum}..{reference.Maximum}]");
        // The range is rounded to three digits, so its own ends could lie just outside of it.
        return final switch
        {
            { } value when value < reference.Minimum * 0.995 => $"{text} below",
            { } value when value > reference.Maximum * 1.005 => $"{text} above",
            { } value when double.IsFinite(value) => $"{text} inside",
            _ => text,
        };
    }
}
