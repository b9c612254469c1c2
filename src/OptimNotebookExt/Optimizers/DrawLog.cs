namespace OptimNotebookExt.Optimizers;

/// <summary>Passes draws on and keeps them, so that the same step can be made once more with the same numbers.</summary>
internal sealed class DrawLog(IRandomDraws inner) : IRandomDraws
{
    private readonly Dictionary<(DrawKey Key, bool Whole), double> drawn = [];

    /// <summary>From now on answers from what was drawn, and draws nothing.</summary>
    internal bool Replaying { get; set; }

    internal IRandomDraws Inner => inner;

    public long Pick(DrawKey key, long maximum) => (long)Draw(key, whole: true, () => inner.Pick(key, maximum));

    public double Uniform(DrawKey key) => Draw(key, whole: false, () => inner.Uniform(key));

    private double Draw(DrawKey key, bool whole, Func<double> draw) =>
        Replaying ? drawn[(key, whole)] : drawn[(key, whole)] = draw();
}
