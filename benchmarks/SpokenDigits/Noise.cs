namespace SpokenDigits;

/// <summary>A second of noise: all that decides it.</summary>
/// <param name="IsTraining">Whether it is for training.</param>
/// <param name="Number">Its number in that part; a held-out one has that of its utterance.</param>
/// <param name="Kind">The kind.</param>
internal sealed record Noise(bool IsTraining, int Number, NoiseKind Kind);
