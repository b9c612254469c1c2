namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// Float32 numbers of one model kind, row-major: initial weights W1 [hidden, features], b1 [hidden],
/// W2 [features, hidden], b2 [features], the pairs x and y [pairs, batch, time, features], and the magnitudes
/// [features] the pairs were multiplied by.
/// </summary>
internal sealed record EveCainModelData(
    float[] W1, float[] B1, float[] W2, float[] B2, float[] X, float[] Y, float[] InputMagnitudes, float[] OutputMagnitudes);
