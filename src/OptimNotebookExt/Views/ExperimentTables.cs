using System.Globalization;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Views;

/// <summary>The tables of the experiment.</summary>
internal static class ExperimentTables
{
    private const int MaxRuns = 200;

    /// <summary>PyTorch's figures are of whole runs in the fixed order.</summary>
    private const int ReferenceEpochs = 150;

    internal static void WriteFinals(ViewWriter writer, IReadOnlyList<EveCainRun> runs)
    {
        var summaries = EveCainSummary.Of(runs);
        var references = summaries.Select(s => Reference(s, runs)).ToArray();
        var compared = references.Any(r => r is not null);
        writer.Table(
            ["optimizer", "preset", "order", "seeds", "epoch 50", "epoch 100", "final", "min", "max", .. compared ? ["PyTorch final", "PyTorch min", "PyTorch max"] : Array.Empty<string>()],
            summaries.Zip(references, (s, r) => (string[])
            [
                s.Optimizer, s.Preset, Order(s.Order), ViewText.Count(s.Seeds), Number(At(s.Epoch50, 50, s, runs)), Number(At(s.Epoch100, 100, s, runs)), Number(s.Final), Number(s.Minimum), Number(s.Maximum),
                .. compared ? new[] { Number(r?.Final), Number(r?.Minimum), Number(r?.Maximum) } : [],
            ]),
            "Running average of the loss: geometric means over the seeds, least and greatest final value");
    }

    internal static void WriteRuns(ViewWriter writer, IReadOnlyList<EveCainRun> runs)
    {
        var keys = runs.SelectMany(r => r.LogStddev.Keys).Distinct(StringComparer.Ordinal).ToArray();
        writer.Table(
            ["optimizer", "preset", "seed", "epochs", "final", "eval loss", "last lr", .. keys, "dtype", "device", "seconds"],
            runs.Take(MaxRuns).Select(r => (string[])
            [
                r.Optimizer, r.Preset, r.Seed.ToString(CultureInfo.InvariantCulture), ViewText.Count(r.AvgLoss.Count), Number(r.Final), Number(r.EvalLoss), Number(r.LastLr),
                .. keys.Select(k => r.LogStddev.TryGetValue(k, out var value) ? Number(value) : "–"),
                r.Dtype, r.Device, Number(r.WallSeconds),
            ]),
            keys.Length > 0 ? "norm and unnorm: standard deviation of the log norms of the weights' rows and columns" : null);
        if (runs.Count > MaxRuns)
            writer.Paragraph($"{ViewText.Count(runs.Count - MaxRuns, "more run")}: results.Runs has every one.");
    }

    private static EveCainReference? Reference(EveCainSummary summary, IEnumerable<EveCainRun> runs) =>
        summary.Order == EveCainOrder.Fixed && Of(summary, runs).All(r => r.AvgLoss.Count == ReferenceEpochs)
            ? EveCainReference.Find(summary.Optimizer, summary.Preset)
            : null;

    /// <summary>Nothing for an epoch that was not reached; NaN is for a run that diverged.</summary>
    private static double? At(double value, int epoch, EveCainSummary summary, IReadOnlyList<EveCainRun> runs) =>
        Of(summary, runs).Any(r => r.AvgLoss.Count <= epoch) ? null : value;

    private static IEnumerable<EveCainRun> Of(EveCainSummary summary, IEnumerable<EveCainRun> runs) =>
        runs.Where(r => (r.Optimizer, r.Preset, r.Order) == (summary.Optimizer, summary.Preset, summary.Order));

    private static string Order(EveCainOrder order) => order == EveCainOrder.Fixed ? "fixed" : "reshuffled";

    private static string Number(double? value) => value is { } number ? ViewText.Number(number) : "–";
}
