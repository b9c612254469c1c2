namespace TransformerStep;

/// <summary>What a training step costs.</summary>
/// <param name="Optimizer">Its name, with the path.</param>
/// <param name="Parameters">Elements of all parameters.</param>
/// <param name="MsStep">Forward, backward and the optimizer's step.</param>
/// <param name="MsOptimizer">The optimizer's step alone.</param>
/// <param name="PeakExtraBytesPerParameter">Growth of the process' largest resident memory from before the optimizer was made.</param>
internal sealed record StepRow(string Optimizer, long Parameters, double MsStep, double MsOptimizer, double PeakExtraBytesPerParameter);
