using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

/// <summary>
/// Small models and data, made from a seed without the global generator. Two that are to be alike must be: their numbers are
/// kept alive while libtorch reads them (docs/SAFETY.md).
/// </summary>
internal static class TestModels
{
    internal static (string Name, Parameter Parameter)[] Parameters(int seed, ScalarType dtype, params long[][] shapes)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return [.. shapes.Select((shape, i) => ($"p{i}", new Parameter(randn(shape, dtype: dtype, generator: generator).Times(0.3))))];
    }

    /// <summary>Gradients of the given step, of mixed magnitudes.</summary>
    internal static void SetGradients((string Name, Parameter Parameter)[] parameters, int seed, double scale = 1)
    {
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var (_, p) in parameters)
        {
            using var old = p.grad;
            using var drawn = randn(p.shape, dtype: p.dtype, generator: generator).mul_(Scalars.Of(scale));
            using var fresh = drawn.to(p.device);
            p.grad = fresh;
        }
    }

    internal static double[][] Values(IEnumerable<(string Name, Parameter Parameter)> parameters) =>
        [.. parameters.Select(p => p.Parameter.Doubles())];

    /// <summary>100–200–100 with ReLU, as in the draft's experiment.</summary>
    internal static Sequential Mlp(int seed, long width = 100, long hidden = 200)
    {
        var model = nn.Sequential(("0", nn.Linear(width, hidden)), ("1", nn.ReLU()), ("2", nn.Linear(hidden, width)));
        using var generator = new Generator((ulong)seed, CPU);
        using var noTape = no_grad();
        foreach (var p in model.parameters())
        {
            using var values = randn(p.shape, generator: generator).Times(0.1);
            p.copy_(values);
        }
        return model;
    }
}
