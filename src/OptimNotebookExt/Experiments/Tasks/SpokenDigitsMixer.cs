using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// Makes training utterances out of clean ones and noise: the power of a mixture is the sum of the powers, band by band. The
/// speech is moved in time and frequency, stretched and warped a little; everything depends on seed, step and place alone.
/// </summary>
internal sealed class SpokenDigitsMixer
{
    private const double LargestWarp = 0.08;
    private const double LargestStretch = 0.15;
    private const double LargestRise = 1.5;

    /// <summary>Ratios of speech to noise in dB; a little below those held out, where most of what is wrong is.</summary>
    private const double SmallestRatio = -3;

    private const double LargestRatio = 20;

    private readonly SpokenDigitsData data;
    private readonly SeededDraws draws;
    private readonly double[] powers = [.. Enumerable.Range(0, 256).Select(b => b == 0 ? 0 : Math.Pow(10, (b - 255) * SpokenDigitsData.Range / 2550))];
    private readonly double[] mixture = new double[SpokenDigitsData.Size];
    private readonly double[] noisePowers;

    internal SpokenDigitsMixer(SpokenDigitsData data, long seed)
    {
        (this.data, draws) = (data, new SeededDraws(seed));
        noisePowers = [.. data.Noise.Chunk(SpokenDigitsData.Size).Select(n => n.Average(b => powers[b]))];
    }

    private enum Purpose
    {
        Noise,
        NoiseBegin,
        Ratio,
        Rise,
        Warp,
        Stretch,
        Onset,
    }

    /// <summary>Writes an utterance with noise as features [32, 48].</summary>
    internal void Mix(int utterance, int place, long step, Span<byte> to)
    {
        const int Bands = SpokenDigitsData.Bands;
        const int Frames = SpokenDigitsData.Frames;
        var (rise, warp, stretch) = (LargestRise * Swing(Purpose.Rise), 1 + LargestWarp * Swing(Purpose.Warp), 1 + LargestStretch * Swing(Purpose.Stretch));
        var lasting = Math.Min(Frames, (int)Math.Ceiling(data.SpeechFrames[utterance] / stretch));
        var onset = (int)draws.Pick(Key(Purpose.Onset), Frames - lasting);
        var speech = data.Speech.AsSpan(utterance * SpokenDigitsData.Size, SpokenDigitsData.Size);
        var total = 0.0;
        for (var band = 0; band < Bands; band++)
        {
            var from = (int)Math.Round(Bands / 2 + (band - Bands / 2) * warp + rise);
            for (var frame = 0; frame < Frames; frame++)
            {
                var at = frame < onset || from is < 0 or >= Bands ? Frames : (int)Math.Round((frame - onset) * stretch);
                total += mixture[band * Frames + frame] = at < Frames ? powers[speech[from * Frames + at]] : 0;
            }
        }

        var number = (int)draws.Pick(Key(Purpose.Noise), noisePowers.Length - 1);
        var noise = data.Noise.AsSpan(number * SpokenDigitsData.Size, SpokenDigitsData.Size);
        var begin = (int)draws.Pick(Key(Purpose.NoiseBegin), Frames - 1);
        var ratio = total / (lasting * Bands) / noisePowers[number] / Math.Pow(10, (SmallestRatio + (LargestRatio - SmallestRatio) * draws.Uniform(Key(Purpose.Ratio))) / 10);
        var largest = 0.0;
        for (var band = 0; band < Bands; band++)
        {
            for (var frame = 0; frame < Frames; frame++)
            {
                ref var power = ref mixture[band * Frames + frame];
                power += ratio * powers[noise[band * Frames + (begin + frame) % Frames]];
                largest = Math.Max(largest, power);
            }
        }
        for (var i = 0; i < mixture.Length; i++)
            to[i] = (byte)Math.Clamp(Math.Round(255 + 2550 / SpokenDigitsData.Range * Math.Log10(mixture[i] / largest)), 0, 255);

        DrawKey Key(Purpose purpose) => new(place, step, 1 + (int)purpose);

        double Swing(Purpose purpose) => 2 * draws.Uniform(Key(purpose)) - 1;
    }
}
