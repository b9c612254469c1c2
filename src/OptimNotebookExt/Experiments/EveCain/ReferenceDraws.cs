using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// The draws of the experiment's NeutralGradient. Where each weight starts within its period decides in which epochs
/// the loss jumps at a new estimate, so this is drawn as the golden runs drew it, with Python's <c>random</c> seeded
/// like the data. It is drawn once, at the first step. The uniform numbers, which matter little, depend on seed and key
/// alone, so that nothing has to be kept for a run to be taken up again.
/// </summary>
internal sealed class ReferenceDraws(long seed) : IRandomDraws
{
    private readonly MersenneTwister picks = new(seed);
    private readonly SeededDraws uniforms = new(seed);

    public long Pick(DrawKey key, long maximum) => picks.NextAtMost(maximum);

    public double Uniform(DrawKey key) => uniforms.Uniform(key);
}
