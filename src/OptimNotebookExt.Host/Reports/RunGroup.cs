using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Host.Reports;

/// <summary>The runs of one setting over its seeds, and PyTorch's runs of the same setting and seeds.</summary>
internal sealed class RunGroup
{
    private const int EpochsOfPyTorch = 150;
    private const double Alike = 1e-3;

    private RunGroup(IReadOnlyList<ExperimentRun> runs, IReadOnlyList<PyTorchRun> reference)
    {
        Runs = runs;
        Curve = LossCurve.Of([.. runs.Select(run => LossCurve.Points(run.AvgLoss, run.Final))]);
        // A mean over other seeds than ours would compare different things.
        if (reference.Count != runs.Count)
            return;
        PyTorch = LossCurve.Of([.. reference.Select(run => LossCurve.Points(run.AvgLoss, run.Final))]);
        EpochsLikePyTorch = runs.Zip(reference, EpochsAlike).Min();
    }

    internal IReadOnlyList<ExperimentRun> Runs { get; }

    internal string Optimizer => Runs[0].Optimizer;

    internal string Preset => Runs[0].Preset;

    /// <summary>Geometric mean over the seeds, with its range.</summary>
    internal LossCurve Curve { get; }

    /// <summary>The same of PyTorch; null unless there is a run for every seed.</summary>
    internal LossCurve? PyTorch { get; }

    /// <summary>What the group is called: preset and order are named where they are not the draft's.</summary>
    internal string Name
    {
        get
        {
            string[] special = [.. new[] { Preset, Runs[0].Order }.Where(word => word is not ("test" or "fixed"))];
            return special.Length == 0 ? Optimizer : $"{Optimizer} ({string.Join(", ", special)})";
        }
    }

    internal static IReadOnlyList<RunGroup> Of(IEnumerable<ExperimentRun> runs, IReadOnlyList<PyTorchRun> pyTorch) =>
        [.. runs.GroupBy(run => (run.Optimizer, run.Preset, run.Order)).Select(group => new RunGroup(
            [.. group], [.. group.Select(run => Reference(run, pyTorch)).OfType<PyTorchRun>()]))];

    internal static PyTorchRun? Reference(ExperimentRun run, IReadOnlyList<PyTorchRun> pyTorch) =>
        run.Order == "fixed" ? pyTorch.FirstOrDefault(other => other.Seed == run.Seed && other.Key == run.GoldenKey) : null;

    /// <summary>Where PyTorch ends over its seeds; null for other orders and lengths than its own.</summary>
    internal EveCainReference? Range =>
        Runs.All(run => run.Order == "fixed" && run.AvgLoss.Count == EpochsOfPyTorch) ? EveCainReference.Find(Optimizer, Preset) : null;

    /// <summary>
    /// Epochs from the start over which every run stays within 0.1 % of PyTorch's; null without a reference. From there on
    /// rounding has grown (the training is chaotic, and no two builds of a BLAS round alike) or random draws differ.
    /// </summary>
    internal int? EpochsLikePyTorch { get; }

    private static int EpochsAlike(ExperimentRun run, PyTorchRun reference) =>
        run.AvgLoss.Zip(reference.AvgLoss).TakeWhile(pair => Math.Abs(pair.First / pair.Second - 1) <= Alike).Count();
}
