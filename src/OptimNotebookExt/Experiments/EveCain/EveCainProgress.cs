namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Where a run stands at the start of an epoch.</summary>
/// <param name="Preset">What is running.</param>
/// <param name="Seed">The seed of its data.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="AverageLoss">The running average of the loss.</param>
/// <param name="LearningRate">The learning rate of this epoch's first batch.</param>
public sealed record EveCainProgress(EveCainPreset Preset, long Seed, int Epoch, int Epochs, double AverageLoss, double LearningRate);
