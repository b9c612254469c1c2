using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace SpokenDigits;

/// <summary>Puts speech somewhere into a second of noise.</summary>
internal sealed class Mixer(Plan plan)
{
    private const int BabbleSpeed = 160;
    private const int BabblePitch = 50;

    /// <summary>Below this part of its largest sample, speech has not begun, or has ended.</summary>
    private const double Silence = 0.01;

    private readonly ConcurrentDictionary<(bool Training, int Number), double[]> speakers = [];

    /// <summary>An utterance alone [samples], float64, cut where it is longer than a mixture.</summary>
    internal static double[] Speech(Utterance utterance)
    {
        var speech = Trimmed(Espeak.Speak(utterance.Voice, utterance.Speed, utterance.Pitch, Plan.WordOf(utterance.Digit)));
        return speech.Length > Features.Samples ? speech[..Features.Samples] : speech;
    }

    /// <summary>An utterance in its noise [<see cref="Features.Samples"/>].</summary>
    internal double[] Mix(Utterance utterance)
    {
        var (speech, mixture) = (Speech(utterance), Noise(new Noise(utterance.IsTraining, utterance.Number, utterance.Noise)));
        var ratio = Math.Sqrt(Power(speech) / Power(mixture) / Math.Pow(10, utterance.SignalToNoise / 10.0));
        var begin = (int)(utterance.Onset * (Features.Samples - speech.Length));
        for (var i = 0; i < mixture.Length; i++)
            mixture[i] *= ratio;
        for (var i = 0; i < speech.Length; i++)
            mixture[begin + i] += speech[i];
        return mixture;
    }

    /// <summary>Noise [<see cref="Features.Samples"/>] of any power.</summary>
    internal double[] Noise(Noise noise)
    {
        if (noise.Kind == NoiseKind.Babble)
            return Babble(noise);
        using var scope = NewDisposeScope();
        using var generator = new Generator();
        generator.manual_seed(plan.SeedOf(noise));
        var white = randn(Features.Samples, dtype: ScalarType.Float64, generator: generator);
        if (noise.Kind == NoiseKind.White)
            return white.data<double>().ToArray();
        var spectrum = fft.rfft(white);
        // The constant part is left out; power falls as 1/f above it.
        var fall = tensor(Enumerable.Range(0, (int)spectrum.shape[0]).Select(bin => bin == 0 ? 0 : 1 / Math.Sqrt(bin)).ToArray());
        return fft.irfft(spectrum * fall, Features.Samples).data<double>().ToArray();
    }

    private double[] Babble(Noise noise)
    {
        var sum = new double[Features.Samples];
        foreach (var (number, from) in plan.Babble(noise))
        {
            var speech = speakers.GetOrAdd((noise.IsTraining, number), Read);
            var begin = (int)(from * speech.Length);
            for (var i = 0; i < sum.Length; i++)
                sum[i] += speech[(begin + i) % speech.Length];
        }
        return sum;
    }

    /// <summary>A speaker's sentence, with a power of 1.</summary>
    private double[] Read((bool Training, int Number) speaker)
    {
        var (voice, sentence) = plan.Speaker(speaker.Training, speaker.Number);
        var speech = Trimmed(Espeak.Speak(voice, BabbleSpeed, BabblePitch, sentence));
        var scale = 1 / Math.Sqrt(Power(speech));
        return [.. speech.Select(s => s * scale)];
    }

    private static double Power(double[] samples) => samples.Sum(s => s * s) / samples.Length;

    private static double[] Trimmed(double[] samples)
    {
        var least = Silence * samples.Max(Math.Abs);
        return samples[Array.FindIndex(samples, s => Math.Abs(s) > least)..(Array.FindLastIndex(samples, s => Math.Abs(s) > least) + 1)];
    }
}
