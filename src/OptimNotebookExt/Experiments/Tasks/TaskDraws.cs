using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Random tensors that depend on a seed, a purpose and a step alone, in whatever order they are asked for.</summary>
internal sealed class TaskDraws(long seed) : IDisposable
{
    private readonly SeededDraws seeds = new(seed);
    private readonly Generator generator = new(device: CPU);

    /// <summary>The generator, at the beginning of what belongs to a purpose and a step.</summary>
    internal Generator At(int purpose, long step = 0)
    {
        generator.manual_seed(seeds.Pick(new DrawKey(purpose, step, 0), (1L << 53) - 1));
        return generator;
    }

    /// <summary>Standard normal numbers, drawn as float32 so that both dtypes get the same.</summary>
    internal static Tensor Normal(Generator from, ScalarType dtype, params long[] size) => randn(size, dtype: ScalarType.Float32, generator: from).to(dtype);

    public void Dispose() => generator.Dispose();
}
