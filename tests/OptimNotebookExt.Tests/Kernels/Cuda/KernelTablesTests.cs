using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>What the host keeps from one step by kernels to the next.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelTablesTests
{
    [GppTheory, MemberData(nameof(KernelPathTests.Names), MemberType = typeof(KernelPathTests))]
    public void Tables_are_made_once_and_pointers_brought_to_the_device_where_something_has_moved(string optimizer)
    {
        using var pair = Pair(optimizer);
        var inPlace = GradientsInPlace();
        for (var step = 0; step < 4; step++)
            pair.Step(step, inPlace);
        Assert.Equal((1, 1), Assert.Single(pair.FastOptimizer.KernelTables));

        // Another gradient, other numbers of the parameter, another state.
        pair.Step(4);
        Assert.Equal((1, 2), Assert.Single(pair.FastOptimizer.KernelTables));
        foreach (var p in (Parameter[])[pair.Fast[1].Parameter, pair.Slow[1].Parameter])
        {
            using var noTape = no_grad();
            p.set_(p.clone());
        }
        Step(pair);
        Assert.Equal((1, 3), Assert.Single(pair.FastOptimizer.KernelTables));
        foreach (var state in pair.FastOptimizer.States.Concat(pair.SlowOptimizer.States).Where(s => s.Name == "p0"))
            state["exp_avg_sq"] = state["exp_avg_sq"].clone();
        Step(pair);
        Assert.Equal((1, 4), Assert.Single(pair.FastOptimizer.KernelTables));
        Step(pair);
        Assert.Equal((1, 4), Assert.Single(pair.FastOptimizer.KernelTables));

        // Others take part.
        pair.Fast[2].Parameter.grad = pair.Slow[2].Parameter.grad = null;
        Step(pair);
        Assert.Equal((2, 1), Assert.Single(pair.FastOptimizer.KernelTables));
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    [GppFact]
    public void Parameters_of_two_dtypes_have_tables_each()
    {
        (string, Parameter)[] Make() => [.. TestModels.Parameters(1, ScalarType.Float32, [5, 4], [3]), .. TestModels.Parameters(1, ScalarType.Float64, [5, 4], [2, 2]).Select(p => ("d" + p.Name, p.Parameter))];
        var (fast, slow) = (Make(), Make());
        using var ours = new Cain(fast) { Path = OptimizerPath.Device, Kernels = CpuLauncher.Choice(CpuLauncher.Small) };
        using var theirs = new Cain(slow) { Path = OptimizerPath.Device, Kernels = (_, _, _) => null };
        for (var step = 0; step < 12; step++)
        {
            TestModels.SetGradients(fast, step);
            TestModels.SetGradients(slow, step);
            if (step % 4 == 2)
                fast[2].Item2.grad![1].fill_(double.NaN);
            if (step % 4 == 2)
                slow[2].Item2.grad![1].fill_(double.NaN);
            ours.step();
            theirs.step();
        }
        Assert.Equal(2, ours.KernelTables.Count());
        Assert.Equal(3, ours.Failures["dp0"].SkippedSteps);
        foreach (var ((_, a), (_, b)) in fast.Zip(slow))
            Assert.All(a.Doubles().Zip(b.Doubles()), v => Assert.Equal(v.First, v.Second, a.dtype == ScalarType.Float64 ? 1e-12 : 1e-5));
    }

    [GppTheory, MemberData(nameof(KernelPathTests.Names), MemberType = typeof(KernelPathTests))]
    public void Steps_leave_no_tensor_behind(string optimizer)
    {
        using var pair = Pair(optimizer);
        for (var step = 0; step < 25; step++)
            pair.Step(step);
        var before = Live();

        for (var step = 25; step < 60; step++)
        {
            pair.Step(step, parameters =>
            {
                if (step % 7 == 0)
                    parameters[step % 3].Parameter.grad = null;
            });
        }
        pair.Step(60);
        Assert.InRange(Live(), before - 2, before);

        static long Live() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    }

    [GppTheory, MemberData(nameof(KernelPathTests.Names), MemberType = typeof(KernelPathTests))]
    public void A_backward_pass_over_values_that_were_stepped_over_is_an_error(string optimizer)
    {
        using var pair = Pair(optimizer);
        pair.Step(0);
        foreach (var (_, p) in pair.Fast)
        {
            using var loss = (p * p * p).sum();
            TestModels.SetGradients(pair.Fast, 1);
            pair.FastOptimizer.step();
            Assert.ThrowsAny<Exception>(() => loss.backward());
        }
    }

    private static PathPair Pair(string optimizer)
    {
        var pair = new PathPair(optimizer, OptimizerPath.Device, ScalarType.Float64, 3, [], [[5, 4], [5, 4], [9]]);
        pair.FastOptimizer.Kernels = CpuLauncher.Choice(CpuLauncher.Small);
        return pair;
    }

    /// <summary>With the gradients there are.</summary>
    private static void Step(PathPair pair)
    {
        pair.FastOptimizer.step();
        pair.SlowOptimizer.step();
    }

    /// <summary>Writes new gradients over those of the first step, as a backward pass does after <c>zero_grad</c>.</summary>
    private static Action<(string Name, Parameter Parameter)[]> GradientsInPlace()
    {
        var kept = new Dictionary<Parameter, Tensor>();
        return parameters =>
        {
            foreach (var (_, p) in parameters)
            {
                if (!kept.TryGetValue(p, out var place))
                    kept.Add(p, place = p.grad!.clone());
                place.copy_(p.grad!);
                p.grad = place;
            }
        };
    }
}
