using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Host.Bench;

/// <summary>Every period begins at its start, so that steady steps are steady.</summary>
internal sealed class LowestDraws : IRandomDraws
{
    public long Pick(DrawKey key, long maximum) => 0;

    public double Uniform(DrawKey key) => 0.5;
}
