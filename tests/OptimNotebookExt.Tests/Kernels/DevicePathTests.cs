using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tests.Optimizers.Failures;
using OptimNotebookExt.Tests.Projections;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>The path of parameters on a device, on parameters in main memory.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class DevicePathTests
{
    public static TheoryData<string> Names => [.. OptimizerCatalog.All.Where(i => i.Paths.Contains(OptimizerPath.Device)).Select(i => i.Name)];

    public static TheoryData<string, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, ScalarType>();
            foreach (var info in OptimizerCatalog.All.Where(i => i.Paths.Contains(OptimizerPath.Device)))
            {
                cases.Add(info.Name, ScalarType.Float32);
                cases.Add(info.Name, ScalarType.Float64);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void On_random_shapes_it_equals_the_reference(string optimizer, ScalarType dtype) =>
        Prop.ForAll(Shapes.Arbitrary(1, 4), shaped =>
        {
            using var pair = Pair(optimizer, dtype, shaped.Seed, shaped.Shape, [5, 4], shaped.Shape, shaped.Shape, [7]);
            for (var step = 0; step < 23; step++)
                pair.Step(shaped.Seed + step);
            Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20).WithQuietOnSuccess(true));

    [Theory, MemberData(nameof(Cases))]
    public void Empty_parameters_and_single_numbers_step_as_the_reference_does(string optimizer, ScalarType dtype)
    {
        using var pair = Pair(optimizer, dtype, 1, [0], [3, 0], [], [], [1], [1, 1], [2], [2]);
        for (var step = 0; step < 23; step++)
            pair.Step(step);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    // Another axis, a clamp, a learning step, is due at every member's own count: those that skipped are behind the others.
    [Theory, MemberData(nameof(Cases))]
    public void Skips_and_missing_gradients_leave_every_parameter_at_its_own_step(string optimizer, ScalarType dtype)
    {
        using var pair = Pair(optimizer, dtype, 3, [5, 4], [5, 4], [5, 4], [9], [9], [6, 3, 2], [6, 3, 2]);
        var random = new Random(4);
        for (var step = 0; step < 47; step++)
        {
            var (bad, missing) = (random.Next(12), random.Next(12));
            pair.Step(step, parameters =>
            {
                if (bad < parameters.Length)
                    parameters[bad].Parameter.grad!.view(-1)[1].fill_(random.Next(2) == 0 ? double.NaN : double.NegativeInfinity);
                if (missing < parameters.Length)
                    parameters[missing].Parameter.grad = null;
            });
        }
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
        foreach (var (slow, fast) in pair.SlowOptimizer.States.Zip(pair.FastOptimizer.States))
            Assert.Equal(slow.CountNames.Select(n => (n, slow.Count(n))), fast.CountNames.Select(n => (n, fast.Count(n))));
        Assert.InRange(pair.FastOptimizer.Failures.Count, 4, 7);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_parameter_that_is_skipped_stays_to_the_bit(string optimizer)
    {
        using var pair = Pair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4], [9], []);
        for (var step = 0; step < 23; step++)
        {
            var before = new Frozen(pair.FastOptimizer, [pair.Fast[1], pair.Fast[3]]);
            pair.Step(step, parameters =>
            {
                if (step % 3 != 2)
                    return;
                parameters[1].Parameter.grad![4, 3].fill_(double.NaN);
                parameters[3].Parameter.grad!.fill_(double.PositiveInfinity);
            });
            if (step % 3 == 2)
                Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, [pair.Fast[1], pair.Fast[3]])));
        }
        Assert.Equal(7, pair.FastOptimizer.Failures["p3"].SkippedSteps);
    }

    // Cain then refreshes along all axes, on the reference path.
    [Fact]
    public void Every_parameter_has_its_own_thousandth_step()
    {
        using var pair = Pair("Cain", ScalarType.Float64, 3, [3, 2], [3, 2], [3, 2]);
        for (var step = 0; step < 1012; step++)
        {
            pair.Step(step, parameters =>
            {
                if (step is 400 or 998 or 1000 or 1001 or 1002)
                    parameters[1].Parameter.grad!.fill_(double.NaN);
            });
        }
        Assert.Equal([1012L, 1007, 1012], pair.FastOptimizer.States.Select(s => s.Step));
        Assert.InRange(pair.Difference(), 0, 10 * pair.Tolerance);
    }

    [Theory, MemberData(nameof(Names))]
    public void Too_many_skips_in_a_row_throw_some_steps_later_also_where_they_are_over(string optimizer)
    {
        // Updates of the matrices would have the counts read before.
        using var pair = Pair(optimizer, ScalarType.Float64, 3, [("period", 1000)], [5, 4], [5, 4]);
        var ours = pair.FastOptimizer;
        (ours.FailurePolicy.MaxSkipsInARow, ours.DeviceReadingPeriod) = (3, 8);
        StepFailedException? error = null;
        var steps = 0;
        while (error is null && steps < 30)
        {
            TestModels.SetGradients(pair.Fast, steps);
            if (steps is 2 or 3 or 4)
                pair.Fast[1].Parameter.grad!.fill_(double.NaN);
            var before = new Frozen(ours, []);
            error = (StepFailedException?)Record.Exception(() => ours.step());
            steps++;
        }

        Assert.InRange(steps, 6, 5 + 8);
        Assert.Equal("p1", error!.Parameter);
        Assert.Contains("not finite for 3 steps in a row", error.Message, StringComparison.Ordinal);
        Assert.Equal(new FailureCounts(SkippedSteps: 3), ours.Failures["p1"]);
        // It was said once; training may go on.
        ours.step();
    }

    [Theory, MemberData(nameof(Names))]
    public void Raise_throws_before_anything_has_changed_and_propagate_lets_values_spread(string optimizer)
    {
        using var pair = Pair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4]);
        pair.Step(0);
        pair.Step(1);
        pair.FastOptimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Raise;
        var before = new Frozen(pair.FastOptimizer, pair.Fast);
        Assert.Equal("p1", Assert.Throws<StepFailedException>(() => pair.Step(2, Spoil)).Parameter);
        Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, pair.Fast)));

        pair.FastOptimizer.FailurePolicy.NonFiniteGradients = pair.SlowOptimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        pair.Step(3, Spoil);
        Assert.Equal(pair.Slow[1].Parameter.Doubles().Select(double.IsNaN), pair.Fast[1].Parameter.Doubles().Select(double.IsNaN));
        Assert.Contains(pair.Fast[1].Parameter.Doubles(), double.IsNaN);
        Assert.All(pair.Fast[0].Parameter.Doubles(), v => Assert.True(double.IsFinite(v)));
        Assert.Empty(pair.FastOptimizer.Failures);

        static void Spoil((string Name, Parameter Parameter)[] parameters) => parameters[1].Parameter.grad![2, 3].fill_(double.NaN);
    }

    // From one path to another and back at any step, with a state that is loaded and one that is written into.
    [Theory, MemberData(nameof(Cases))]
    public void The_state_is_that_of_every_path(string optimizer, ScalarType dtype)
    {
        using var pair = Pair(optimizer, dtype, 3, [5, 4], [5, 4], [9], []);
        OptimizerPath[] paths = [OptimizerPath.Device, OptimizerPath.Fast, OptimizerPath.Device, OptimizerPath.Reference, OptimizerPath.Device];
        for (var step = 0; step < 47; step++)
        {
            pair.FastOptimizer.Path = paths[step / 4 % paths.Length];
            pair.Step(step, parameters =>
            {
                if (step % 6 == 5)
                    parameters[1].Parameter.grad!.fill_(double.NaN);
            });
            if (step is 9 or 30)
            {
                using var stream = new MemoryStream();
                using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
                    pair.FastOptimizer.save_state_dict(writer);
                stream.Position = 0;
                using var reader = new BinaryReader(stream);
                pair.FastOptimizer.load_state_dict(reader);
            }
        }
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    [Theory, MemberData(nameof(Names))]
    public void How_many_operations_a_step_has_does_not_depend_on_how_many_parameters_of_a_shape_there_are(string optimizer)
    {
        Assert.Equal(Operations(optimizer, 3), Operations(optimizer, 24));
    }

    [Theory, MemberData(nameof(Names))]
    public void Steps_leave_no_tensor_behind(string optimizer)
    {
        using var pair = Pair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4], [3, 4, 2], [9]);
        for (var step = 0; step < 45; step++)
            pair.Step(step);
        var before = Live();

        for (var step = 45; step < 110; step++)
        {
            pair.Step(step, parameters =>
            {
                if (step % 7 == 0)
                    parameters[step % 4].Parameter.grad = null;
            });
        }

        // Which of the parameters of a shape gather statistics is kept on the device, where it is not all of them.
        Assert.InRange(Live(), before - 2, before + (optimizer == "NeutralGradient" ? 2 : 0));

        long Live() => DisposeScopeManager.Statistics.ThreadTotalLiveCount - pair.FastOptimizer.States.Concat(pair.SlowOptimizer.States).Sum(s => s.TensorNames.Count());
    }

    [Fact]
    public void Parameters_that_share_memory_step_one_after_the_other()
    {
        (string, Parameter)[] Make()
        {
            using var noTape = no_grad();
            var whole = arange(8).to(ScalarType.Float64) / 10;
            var (part, copy) = (whole.narrow(0, 2, 3), whole.clone());
            return [("whole", new Parameter(whole)), ("part", new Parameter(part)), ("other", new Parameter(copy))];
        }
        var (device, reference) = (Make(), Make());
        using var ours = new Eve(device) { Path = OptimizerPath.Device };
        using var slow = new Eve(reference) { Path = OptimizerPath.Reference };
        for (var step = 0; step < 5; step++)
        {
            TestModels.SetGradients(device, step);
            TestModels.SetGradients(reference, step);
            ours.step();
            slow.step();
        }
        Assert.Equal(TestModels.Values(reference)[..2], TestModels.Values(device)[..2]);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_backward_pass_over_values_that_were_stepped_over_is_an_error(string optimizer)
    {
        using var pair = Pair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4], [9]);
        pair.Step(0);
        foreach (var (_, p) in pair.Fast)
        {
            using var loss = (p * p * p).sum();
            TestModels.SetGradients(pair.Fast, 1);
            pair.FastOptimizer.step();
            Assert.ThrowsAny<Exception>(() => loss.backward());
        }
    }

    private static PathPair Pair(string optimizer, ScalarType dtype, int seed, params long[][] shapes) => Pair(optimizer, dtype, seed, [], shapes);

    /// <param name="optimizer">Its name.</param>
    /// <param name="dtype">Of the parameters.</param>
    /// <param name="seed">Of the parameters.</param>
    /// <param name="hyper">Hyper-parameters, where the optimizer has them.</param>
    /// <param name="shapes">Of the parameters.</param>
    private static PathPair Pair(string optimizer, ScalarType dtype, int seed, (string Name, double Value)[] hyper, params long[][] shapes)
    {
        Assert.True(OptimizerCatalog.TryGet(optimizer, out var info));
        (string Name, double Value)[] all = [("lr_for_speedup", 1e-3), .. hyper];
        return new(optimizer, OptimizerPath.Device, dtype, seed, [.. all.Where(h => info.Options.Any(o => o.Name == h.Name))], shapes);
    }

    /// <summary>Tensors that libtorch returned in steps after the first: nearly all of its operations return one.</summary>
    private static long Operations(string optimizer, int count)
    {
        // Each parameter of NeutralGradient begins to gather and re-estimates at a time of its own.
        using var pair = Pair(optimizer, ScalarType.Float32, 1, [("estimate_period", 2000)], [.. Enumerable.Repeat<long[]>([6, 5], count)]);
        for (var step = 0; step < 12; step++)
            pair.Step(step);
        var before = Created();
        for (var step = 0; step < 20; step++)
            pair.FastOptimizer.step();
        // Each of a step's gradients and views of a parameter is one too, but none of them computes anything.
        return Created() - before - (20 * 2L * count);

        static long Created() => DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
    }
}
