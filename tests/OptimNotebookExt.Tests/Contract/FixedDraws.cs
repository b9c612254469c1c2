using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>Draws that do not depend on a parameter's place in the optimizer.</summary>
internal sealed class FixedDraws : IRandomDraws
{
    internal static readonly FixedDraws Instance = new();

    private readonly SeededDraws draws = new(1);

    public long Pick(DrawKey key, long maximum) => draws.Pick(key with { Parameter = 0 }, maximum);

    public double Uniform(DrawKey key) => draws.Uniform(key with { Parameter = 0 });
}
