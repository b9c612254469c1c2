using System.Globalization;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// Draws that depend only on a seed and the <see cref="DrawKey"/>: no generator moves, so that a resumed run draws the
/// same numbers and torch's global generator stays as it is.
/// </summary>
/// <param name="seed">Any number.</param>
public sealed class SeededDraws(long seed = 0) : IResumableDraws
{
    private long seed = seed;

    /// <inheritdoc/>
    public long Pick(DrawKey key, long maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximum);
        return (long)(Fraction(key, 1) * (maximum + 1));
    }

    /// <inheritdoc/>
    public double Uniform(DrawKey key) => Fraction(key, 2);

    /// <inheritdoc/>
    public string Save() => seed.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Restore(string saved) => seed = long.TryParse(saved, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException($"'{saved}' is no seed.");

    private double Fraction(DrawKey key, ulong purpose)
    {
        var mixed = Mix((ulong)seed + purpose);
        mixed = Mix(mixed ^ (ulong)key.Parameter);
        mixed = Mix(mixed ^ (ulong)key.Step);
        mixed = Mix(mixed ^ (ulong)key.Cached);
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>One step of SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
