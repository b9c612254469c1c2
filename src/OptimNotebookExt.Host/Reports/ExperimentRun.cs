using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Host.Reports;

/// <summary>One run of an experiment.</summary>
/// <param name="Optimizer">Name of the optimizer.</param>
/// <param name="Preset">Name of its setting; <c>test</c> is the draft's.</param>
/// <param name="Seed">Seed of the data.</param>
/// <param name="AvgLoss">avg_loss at the start of each epoch; empty or short where the run ended early.</param>
/// <param name="Final">avg_loss after the last batch; null where it was not recorded.</param>
/// <param name="Seconds">Wall time; null where it was not recorded.</param>
/// <param name="Order">Order of the pairs; PyTorch's runs are <c>fixed</c>.</param>
/// <param name="LogStddev">Standard deviation of the log of the layer's magnitudes, by name.</param>
internal sealed record ExperimentRun(
    string Optimizer,
    string Preset,
    long Seed,
    IReadOnlyList<double> AvgLoss,
    double? Final,
    double? Seconds,
    string Order,
    IReadOnlyList<KeyValuePair<string, double>> LogStddev)
{
    /// <summary>Key of the same setting in a golden experiment file.</summary>
    internal string GoldenKey =>
        EveCainPresets.All.FirstOrDefault(preset => preset.Optimizer == Optimizer && preset.Name == Preset)?.GoldenName ?? Preset;
}
