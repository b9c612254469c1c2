using System.Globalization;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// The draws of the experiment's NeutralGradient. Where each weight starts within its period decides in which epochs
/// the loss jumps at a new estimate, so this is drawn as the golden runs drew it, with Python's <c>random</c> seeded
/// like the data. It is drawn once, at the first step. The uniform numbers, which matter little, depend on seed and key
/// alone, so that nothing has to be kept for a run to be taken up again.
/// </summary>
internal sealed class ReferenceDraws(long seed) : IResumableDraws
{
    private readonly SeededDraws uniforms = new(seed);

    // A twister's state is 624 words, but it is asked once a weight: what it was asked says as much.
    private List<long> asked = [];
    private MersenneTwister picks = new(seed);
    private long seed = seed;

    public long Pick(DrawKey key, long maximum)
    {
        var picked = picks.NextAtMost(maximum);
        asked.Add(maximum);
        return picked;
    }

    public double Uniform(DrawKey key) => uniforms.Uniform(key);

    public string Save() => string.Join(' ', asked.Prepend(seed).Select(n => n.ToString(CultureInfo.InvariantCulture)));

    public void Restore(string saved)
    {
        var numbers = saved.Split(' ').Select(n => long.TryParse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{saved}' are no seed and picks.")).ToArray();
        if (numbers.Skip(1).Any(n => n is < 0 or >= uint.MaxValue))
            throw new FormatException($"'{saved}' are no seed and picks.");
        var (twister, again) = (new MersenneTwister(numbers[0]), numbers[1..].ToList());
        foreach (var maximum in again)
            twister.NextAtMost(maximum);
        uniforms.Restore(numbers[0].ToString(CultureInfo.InvariantCulture));
        (seed, picks, asked) = (numbers[0], twister, again);
    }
}
