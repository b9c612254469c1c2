using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>Two optimizers that start alike, one on the fast path or another, one on the reference path.</summary>
internal sealed class PathPair : IDisposable
{
    private readonly ScalarType dtype;
    private readonly string optimizer;
    private readonly Dictionary<(string Parameter, string Tensor), double> largest = [];

    internal PathPair(string optimizer, ScalarType dtype, int seed, params long[][] shapes)
        : this(optimizer, dtype, seed, [], shapes)
    {
    }

    internal PathPair(string optimizer, ScalarType dtype, int seed, (string Name, double Value)[] hyper, params long[][] shapes)
        : this(optimizer, OptimizerPath.Fast, dtype, seed, hyper, shapes)
    {
    }

    internal PathPair(string optimizer, OptimizerPath path, ScalarType dtype, int seed, (string Name, double Value)[] hyper, params long[][] shapes)
    {
        (this.dtype, this.optimizer) = (dtype, optimizer);
        var row = OptimizerCase.All.Single(c => c.Name == optimizer);
        (Fast, Slow) = (TestModels.Parameters(seed, dtype, shapes), TestModels.Parameters(seed, dtype, shapes));
        (FastOptimizer, SlowOptimizer) = (row.Create(Fast, hyper), row.Create(Slow, hyper));
        (FastOptimizer.Path, SlowOptimizer.Path) = (path, OptimizerPath.Reference);
    }

    internal (string Name, Parameter Parameter)[] Fast { get; }

    internal (string Name, Parameter Parameter)[] Slow { get; }

    internal ResearchOptimizer FastOptimizer { get; }

    internal ResearchOptimizer SlowOptimizer { get; }

    /// <summary>A step of both.</summary>
    /// <param name="seed">Of the gradients.</param>
    /// <param name="change">What to do with the gradients of each.</param>
    internal void Step(int seed, Action<(string Name, Parameter Parameter)[]>? change = null)
    {
        TestModels.SetGradients(Fast, seed);
        TestModels.SetGradients(Slow, seed);
        change?.Invoke(Fast);
        change?.Invoke(Slow);
        FastOptimizer.step();
        SlowOptimizer.step();
        Remember();
    }

    /// <summary>
    /// The largest difference of any parameter or state tensor, relative to the largest value that tensor has had: a sum of
    /// steps to both sides may be next to nothing, and what was rounded is the steps. Of cosines that are kept for views, the
    /// difference itself, since one of two directions that are as good as orthogonal is all rounding.
    /// </summary>
    internal double Difference()
    {
        var worst = 0.0;
        Remember();
        foreach (var (fast, slow) in FastOptimizer.States.Zip(SlowOptimizer.States))
        {
            Assert.Equal(slow.TensorNames, fast.TensorNames);
            Assert.Equal(slow.Step, fast.Step);
            worst = Math.Max(worst, Difference(fast.Parameter, slow.Parameter, largest[(slow.Name, "")]));
            foreach (var name in slow.TensorNames)
                worst = Math.Max(worst, Difference(AsSigned(name, fast[name], slow[name]), slow[name], SlowOptimizer.Readings.Contains(name) ? 1 : largest[(slow.Name, name)]));
        }
        return worst;
    }

    /// <summary>What <see cref="Difference()"/> may be.</summary>
    internal double Tolerance => OptimizerCatalog.TryGet(optimizer, out var info) ? info.StateTolerance(dtype) : throw new InvalidOperationException($"there is no {optimizer}.");

    public void Dispose()
    {
        FastOptimizer.Dispose();
        SlowOptimizer.Dispose();
    }

    /// <summary>
    /// Rows of a projection are eigenvectors: which of the two signs LAPACK gives them hangs on rounding (in float32 on
    /// one of some two hundred random shapes), and no step sees it.
    /// </summary>
    private static Tensor AsSigned(string name, Tensor fast, Tensor slow) =>
        name.StartsWith("proj_", StringComparison.Ordinal) && fast.dim() == 2 ? fast * (fast * slow).sum(1, keepdim: true).sign() : fast;

    private void Remember()
    {
        foreach (var state in SlowOptimizer.States)
        {
            Keep("", state.Parameter);
            foreach (var name in state.TensorNames)
                Keep(name, state[name]);

            void Keep(string name, Tensor values) => largest[(state.Name, name)] =
                values.Doubles().Select(Math.Abs).Append(largest.GetValueOrDefault((state.Name, name))).Max();
        }
    }

    private static double Difference(Tensor fast, Tensor slow, double scale)
    {
        var (a, b) = (fast.Doubles(), slow.Doubles());
        Assert.All(a, value => Assert.True(double.IsFinite(value)));
        var difference = a.Zip(b, (x, y) => Math.Abs(x - y)).DefaultIfEmpty(0).Max();
        return difference == 0 ? 0 : difference / scale;
    }
}
