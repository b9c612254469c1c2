namespace TransformerStep;

/// <summary>What a training step costs.</summary>
/// <param name="Optimizer">Its name, with the path.</param>
/// <param name="Parameters">Elements of all parameters.</param>
/// <param name="MsStep">Forward, backward and the optimizer's step.</param>
/// <param name="MsOptimizer">The optimizer's step alone.</param>
/// <param name="PeakExtraBytesPerParameter">What the largest resident memory of a process grows by with the optimizer.</param>
internal sealed record StepRow(string Optimizer, long Parameters, double MsStep, double MsOptimizer, double PeakExtraBytesPerParameter);
