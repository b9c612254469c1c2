using static TorchSharp.torch;

namespace SpokenDigits;

/// <summary>
/// Log-mel features: Hann windows of 512 samples every 441 (20 ms), the power of their Fourier transforms in 32 triangles
/// that are evenly spaced on the mel scale between 60 and 8000 Hz, in dB below the largest; 0 to -64 dB as 255 to 0.
/// </summary>
internal static class Features
{
    internal const int Bands = 32;
    internal const int Frames = 48;

    /// <summary>Samples of a mixture: 0.96 s.</summary>
    internal const int Samples = (Frames - 1) * Hop + Window;

    private const int Window = 512;
    private const int Hop = 441;
    private const double Range = 64;
    private const double Lowest = 60;
    private const double Highest = 8000;

    private static readonly Tensor s_hann = hann_window(Window, dtype: ScalarType.Float64).DetachFromDisposeScope();
    private static readonly Tensor s_filters = Filters().DetachFromDisposeScope();

    /// <summary>Frames that a sound of so many samples reaches into.</summary>
    internal static int FramesOf(int samples) => Math.Min(Frames, 1 + (samples - 1) / Hop);

    /// <summary>Features [32 · 48] of a sound, as bytes, band by band; silence follows one that is shorter.</summary>
    internal static byte[] Of(double[] sound)
    {
        using var scope = NewDisposeScope();
        var samples = new double[Samples];
        sound.CopyTo(samples, 0);
        var spectra = fft.rfft(tensor(samples).unfold(0, Window, Hop) * s_hann);
        var power = s_filters.mm(spectra.abs().square().t()).contiguous().data<double>().ToArray();
        var largest = power.Max();
        return [.. power.Select(p => (byte)Math.Clamp(Math.Round(255 + 10 * Math.Log10(p / largest) * 255 / Range), 0, 255))];
    }

    /// <summary>[bands, bins].</summary>
    private static Tensor Filters()
    {
        var edges = Enumerable.Range(0, Bands + 2).Select(i => Frequency(Mel(Lowest) + (Mel(Highest) - Mel(Lowest)) * i / (Bands + 1))).ToArray();
        var filters = new double[Bands, Window / 2 + 1];
        for (var band = 0; band < Bands; band++)
        {
            for (var bin = 0; bin <= Window / 2; bin++)
            {
                var f = (double)bin * Espeak.SampleRate / Window;
                var (rise, fall) = ((f - edges[band]) / (edges[band + 1] - edges[band]), (edges[band + 2] - f) / (edges[band + 2] - edges[band + 1]));
                filters[band, bin] = Math.Max(0, Math.Min(rise, fall));
            }
        }
        return tensor(filters);
    }

    private static double Mel(double frequency) => 2595 * Math.Log10(1 + frequency / 700);

    private static double Frequency(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
