using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>
/// A small network 6 – 10 – 4 that learns another one's outputs. In float64 and from a generator of its own, so that the numbers
/// shown are the same everywhere and the global generator stays as it is.
/// </summary>
internal sealed class ExampleTraining : IDisposable
{
    private readonly Tensor x;
    private readonly Tensor y;
    private readonly Parameter[] parameters;

    /// <summary>Makes network, data and optimizer.</summary>
    /// <param name="create">Makes the optimizer from named parameters.</param>
    /// <param name="seed">The seed of weights and data.</param>
    internal ExampleTraining(Func<(string, Parameter)[], ResearchOptimizer> create, long seed = 1)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        x = (Normal(64, 6) * exp(linspace(-1, 1, 6, dtype: ScalarType.Float64))).DetachFromDisposeScope();
        y = tanh(x.matmul(Normal(6, 5))).matmul(Normal(5, 4)).Plus(Normal(64, 4).Times(0.1)).DetachFromDisposeScope();
        parameters = [.. new[] { Normal(10, 6).Times(0.4), Normal(10).Times(0.1), Normal(4, 10).Times(0.3), Normal(4).Times(0.1) }.Select(t => new Parameter(t))];
        foreach (var p in parameters)
            p.DetachFromDisposeScope();
        Optimizer = create([.. Names.Zip(parameters)]);

        Tensor Normal(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: generator);
    }

    internal static string[] Names { get; } = ["in.weight", "in.bias", "out.weight", "out.bias"];

    internal ResearchOptimizer Optimizer { get; }

    /// <summary>One step.</summary>
    /// <returns>The loss before it.</returns>
    internal double Step()
    {
        Optimizer.zero_grad();
        using var scope = NewDisposeScope();
        var hidden = nn.functional.relu(x.matmul(parameters[0].t()).Plus(parameters[1]));
        var loss = (hidden.matmul(parameters[2].t()).Plus(parameters[3]) - y).Squared().mean();
        loss.backward();
        Optimizer.step();
        return loss.ToDouble();
    }

    /// <summary>Some steps.</summary>
    /// <returns>The losses before each.</returns>
    internal double[] Train(int steps) => [.. Enumerable.Range(0, steps).Select(_ => Step())];

    /// <summary>A parameter with its state.</summary>
    internal ParameterSnapshot Snapshot(string parameter) => Optimizer.Snapshot().Parameters.First(p => p.Name == parameter);

    /// <summary>A parameter or an entry of its state as a matrix.</summary>
    internal double[,] Matrix(string parameter, string? state = null)
    {
        var tensor = state is null ? Snapshot(parameter).Value : Snapshot(parameter).State[state];
        var matrix = new double[tensor.Shape[0], tensor.Shape[1]];
        for (var i = 0; i < matrix.Length; i++)
            matrix[i / matrix.GetLength(1), i % matrix.GetLength(1)] = tensor.Values[i];
        return matrix;
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        foreach (var p in parameters)
        {
            p.grad?.Dispose();
            p.Dispose();
        }
        x.Dispose();
        y.Dispose();
    }
}
