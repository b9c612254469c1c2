using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Replay;

/// <summary>The random numbers of a golden file, consumed in order.</summary>
internal sealed class GoldenDraws(IEnumerable<long> integers, IEnumerable<double> uniforms) : IRandomDraws
{
    private readonly Queue<long> integers = new(integers);
    private readonly Queue<double> uniforms = new(uniforms);

    public long Pick(DrawKey key, long maximum) => integers.Dequeue();

    public double Uniform(DrawKey key) => uniforms.Dequeue();
}
