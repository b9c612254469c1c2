namespace OptimNotebookExt.Host.Reports;

/// <summary>The runs of one setting over its seeds, and PyTorch's runs of the same setting and seeds.</summary>
internal sealed class RunGroup
{
    private RunGroup(string optimizer, string preset, IReadOnlyList<ExperimentRun> runs, IReadOnlyList<PyTorchRun> reference)
    {
        Optimizer = optimizer;
        Preset = preset;
        Runs = runs;
        Curve = LossCurve.Of([.. runs.Select(run => LossCurve.Points(run.AvgLoss, run.Final))]);
        // A mean over other seeds than ours would compare different things.
        if (reference.Count == runs.Count)
            PyTorch = LossCurve.Of([.. reference.Select(run => LossCurve.Points(run.AvgLoss, run.Final))]);
    }

    internal string Optimizer { get; }

    internal string Preset { get; }

    internal IReadOnlyList<ExperimentRun> Runs { get; }

    /// <summary>Geometric mean over the seeds, with its range.</summary>
    internal LossCurve Curve { get; }

    /// <summary>The same of PyTorch; null unless there is a run for every seed.</summary>
    internal LossCurve? PyTorch { get; }

    /// <summary>What the group is called: the preset is named where it is not the draft's.</summary>
    internal string Name => Preset == "test" ? Optimizer : $"{Optimizer} ({Preset})";

    /// <summary>NeutralGradient chooses by chance when it estimates its projections; its losses compare in distribution only.</summary>
    internal bool DrawsRandomNumbers => Optimizer == "NeutralGradient";

    internal static IReadOnlyList<RunGroup> Of(IEnumerable<ExperimentRun> runs, IReadOnlyList<PyTorchRun> pyTorch) =>
        [.. runs.GroupBy(run => (run.Optimizer, run.Preset)).Select(group => new RunGroup(
            group.Key.Optimizer, group.Key.Preset, [.. group], [.. group.Select(run => Reference(run, pyTorch)).OfType<PyTorchRun>()]))];

    internal static PyTorchRun? Reference(ExperimentRun run, IReadOnlyList<PyTorchRun> pyTorch) =>
        pyTorch.FirstOrDefault(other => other.Seed == run.Seed && other.Key == run.GoldenKey);

    /// <summary>Largest |ours/PyTorch − 1| over the first 30 epochs, where rounding has not yet grown; null without a reference.</summary>
    internal double? EarlyDifference()
    {
        if (PyTorch is null)
            return null;
        var n = Math.Min(30, Math.Min(Curve.Mean.Count, PyTorch.Mean.Count));
        return n == 0 ? null : Enumerable.Range(0, n).Max(k => Math.Abs(Curve.Mean[k] / PyTorch.Mean[k] - 1));
    }
}
