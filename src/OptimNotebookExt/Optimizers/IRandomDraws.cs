namespace OptimNotebookExt.Optimizers;

/// <summary>The random numbers <see cref="NeutralGradient"/> needs, so that they can be given.</summary>
public interface IRandomDraws
{
    /// <summary>A whole number in [0, <paramref name="maximum"/>], both ends included.</summary>
    /// <param name="key">What the number is for.</param>
    /// <param name="maximum">The largest number.</param>
    long Pick(DrawKey key, long maximum);

    /// <summary>A number in [0, 1).</summary>
    /// <param name="key">What the number is for.</param>
    double Uniform(DrawKey key);
}
