namespace SpokenDigits;

/// <summary>One utterance: all that decides its features.</summary>
/// <param name="IsTraining">Whether it is for training.</param>
/// <param name="Number">Its number in that part, from 0.</param>
/// <param name="Digit">0 to 9.</param>
/// <param name="Voice">Accent and variant, for example <c>en-us+m1</c>.</param>
/// <param name="Speed">Words a minute.</param>
/// <param name="Pitch">espeak-ng's pitch, 0 to 99.</param>
/// <param name="Noise">The kind of noise.</param>
/// <param name="SignalToNoise">Power of the speech over that of the noise, in dB.</param>
/// <param name="Onset">Where the speech begins in the time that is left, from 0 to 1.</param>
internal sealed record Utterance(bool IsTraining, int Number, int Digit, string Voice, int Speed, int Pitch, NoiseKind Noise, int SignalToNoise, double Onset);
