using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tests.Optimizers.Failures;
using OptimNotebookExt.Tests.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>The fast path of the optimizers that multiply by matrices, where parameters of one shape go together.</summary>
[Collection(GlobalGenerator.Name)]
[Trait(Once.Name, Once.Value)]
public sealed class BatchedPathTests
{
    public static TheoryData<string, ScalarType, int> Cases => new()
    {
        { "LearnedGradient", ScalarType.Float32, 1 }, { "LearnedGradient", ScalarType.Float64, 2 },
        { "LearnedGradientStable", ScalarType.Float32, 2 }, { "LearnedGradientStable", ScalarType.Float64, 1 },
        { "NeutralGradient", ScalarType.Float32, 2 }, { "NeutralGradient", ScalarType.Float64, 1 },
    };

    public static TheoryData<string> Names => new() { "LearnedGradient", "LearnedGradientStable", "NeutralGradient" };

    [Theory, MemberData(nameof(Cases))]
    public void Several_parameters_of_one_shape_step_as_the_reference_steps_each(string optimizer, ScalarType dtype, int threads) =>
        WithThreads(threads, () => Prop.ForAll(Shapes.Arbitrary(1, 4), shaped =>
        {
            using var pair = new PathPair(optimizer, dtype, shaped.Seed, shaped.Shape, [5, 4], shaped.Shape, shaped.Shape, [7]);
            for (var step = 0; step < 23; step++)
                pair.Step(shaped.Seed + step);
            Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithQuietOnSuccess(true)));

    [Theory, MemberData(nameof(Cases))]
    public void Large_parameters_step_as_the_reference_does(string optimizer, ScalarType dtype, int threads) => WithThreads(threads, () =>
    {
        using var pair = new PathPair(optimizer, dtype, 1, [300, 250], [300, 250], [70, 1, 90], [1, 1000], [20, 11, 33], [2000]);
        for (var step = 0; step < 13; step++)
            pair.Step(step);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    });

    // Whether a parameter has a gradient changes from step to step, and with it which matrices are due.
    [Theory, MemberData(nameof(Cases))]
    public void Parameters_without_a_gradient_are_left_alone(string optimizer, ScalarType dtype, int threads) => WithThreads(threads, () =>
    {
        using var pair = new PathPair(optimizer, dtype, 3, [5, 4], [5, 4], [5, 4], [5, 4], [6, 3], [9]);
        for (var step = 0; step < 45; step++)
        {
            var number = step;
            pair.Step(step, parameters =>
            {
                for (var i = 0; i < parameters.Length; i++)
                {
                    if ((number * 7) + (i * 3) is var dice && dice % 5 == 1)
                        parameters[i].Parameter.grad = null;
                }
            });
        }
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    });

    [Theory, MemberData(nameof(Names))]
    public void Only_the_parameter_with_a_gradient_that_is_not_finite_is_skipped(string optimizer)
    {
        using var pair = new PathPair(optimizer, ScalarType.Float64, 3, [5, 4], [5, 4], [5, 4], [9], [9]);
        for (var step = 0; step < 43; step++)
        {
            if (step is 0 or 1 or 10 or 15 or 20 or 21 or 35 or 40)
            {
                var before = new Frozen(pair.FastOptimizer, [pair.Fast[1], pair.Fast[4]]);
                pair.Step(step, parameters =>
                {
                    parameters[1].Parameter.grad![2, 3].fill_(double.NaN);
                    parameters[4].Parameter.grad![8].fill_(double.PositiveInfinity);
                });
                Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, [pair.Fast[1], pair.Fast[4]])));
            }
            else
            {
                pair.Step(step);
            }
        }
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
        Assert.Equal(8, pair.FastOptimizer.Failures["p1"].SkippedSteps);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_that_are_not_finite_throw_or_pass_as_the_policy_says(string optimizer)
    {
        using var pair = new PathPair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4]);
        pair.Step(0);
        pair.Step(1);
        pair.FastOptimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Raise;
        var before = new Frozen(pair.FastOptimizer, pair.Fast);
        Assert.Equal("p1", Assert.Throws<StepFailedException>(() => pair.Step(2, Spoil)).Parameter);
        Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, pair.Fast)));

        pair.FastOptimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        pair.SlowOptimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        pair.Step(3, Spoil);
        Assert.Contains(pair.Fast[1].Parameter.Doubles(), double.IsNaN);
        Assert.All(pair.Fast[0].Parameter.Doubles(), v => Assert.True(double.IsFinite(v)));
        Assert.Equal(pair.Slow[1].Parameter.Doubles().Select(double.IsNaN), pair.Fast[1].Parameter.Doubles().Select(double.IsNaN));

        static void Spoil((string Name, TorchSharp.Modules.Parameter Parameter)[] parameters) => parameters[1].Parameter.grad!.fill_(double.NaN);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_state_lies_in_one_memory_and_keeps_its_names(string optimizer)
    {
        using var pair = new PathPair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4], [5, 4]);
        for (var step = 0; step < 12; step++)
            pair.Step(step);
        var name = optimizer == "NeutralGradient" ? "proj_1" : "lr_1";
        var states = pair.FastOptimizer.States;

        Assert.Equal(pair.SlowOptimizer.States[0].TensorNames, states[0].TensorNames);
        Assert.Equal([0L, 16L, 32L], states.Select(s => s[name].storage_offset()));
        // Written into from outside, a state is the one the next step uses.
        states[1][name].mul_(2);
        pair.SlowOptimizer.States[1][name].mul_(2);
        pair.Step(12);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    // Another max_fullcov_size makes vectors of matrices: such a state no longer fits to those of the other parameters.
    [Fact]
    public void A_state_of_other_shapes_is_followed()
    {
        var row = OptimizerCase.All.Single(c => c.Name == "NeutralGradient");
        var (ours, theirs) = (TestModels.Parameters(1, ScalarType.Float64, [5, 4], [5, 4]), TestModels.Parameters(1, ScalarType.Float64, [5, 4], [5, 4]));
        using var full = row.Create(ours);
        using var diagonal = row.Create(theirs, ("max_fullcov_size", 4));
        full.Path = diagonal.Path = OptimizerPath.Fast;
        for (var step = 0; step < 3; step++)
            Step();
        full.States[1].LoadStateDict(diagonal.States[1]);
        using (no_grad())
            ours[1].Parameter.copy_(theirs[1].Parameter);

        Step();

        Assert.Equal(1, full.States[1]["proj_0"].ndim);
        Assert.Equal(2, full.States[0]["proj_0"].ndim);
        foreach (var (a, b) in ours[1].Parameter.Doubles().Zip(theirs[1].Parameter.Doubles()))
            Assert.Equal(b, a, 1e-12);

        void Step()
        {
            TestModels.SetGradients(ours, 5);
            TestModels.SetGradients(theirs, 5);
            full.step();
            diagonal.step();
        }
    }

    // The order of the parameters decides who may re-estimate, on either path.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_re_estimates_that_are_due_only_so_many_take_place_in_a_step(int most)
    {
        using var pair = new PathPair("NeutralGradient", ScalarType.Float64, 3, [("max_estimates_per_step", most), ("lr_for_speedup", 1e-3)], [5, 4], [6, 3], [5, 4], [5, 4]);
        var largest = 0;
        for (var step = 0; step < 70; step++)
        {
            var before = Periods();
            pair.Step(step);
            largest = Math.Max(largest, before.Zip(Periods()).Count(p => p.First == 20 && p.Second == 1));
            Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        }
        Assert.Equal(most, largest);

        long[] Periods() => [.. pair.FastOptimizer.States.Select(s => s.TryCount("step_within_period", out var steps) ? steps : 0)];
    }

    [Fact]
    public void A_basis_that_is_still_good_enough_stays()
    {
        using var pair = new PathPair("NeutralGradient", ScalarType.Float64, 3, [("basis_tolerance", 0.3), ("lr_for_speedup", 1e-3)], [6, 5], [6, 5], [6, 5]);
        for (var step = 0; step < 64; step++)
            pair.Step(step);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_steady_step_makes_no_garbage_and_no_tensor(string optimizer)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [64, 48], [300], [64, 48], [7, 5, 3], [30, 30]);
        TestModels.SetGradients(parameters, 1, scale: 1e-3);
        using var ours = OptimizerCase.All.Single(c => c.Name == optimizer).Create(parameters, optimizer == "NeutralGradient"
            ? [("estimate_period", 2000), ("stats_steps", 15), ("speedup_first_step", 1e6)]
            : optimizer == "LearnedGradient" ? [("lr_est_period", 1000)] : [("period", 1000)]);
        ours.Path = OptimizerPath.Fast;
        for (var step = 0; step < 60; step++)
            ours.step();
        var (bytes, tensors) = (GC.GetAllocatedBytesForCurrentThread(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        for (var step = 0; step < 40; step++)
            ours.step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - bytes);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, MemberData(nameof(Names))]
    public void Learning_and_estimating_leave_no_tensor_behind(string optimizer)
    {
        using var pair = new PathPair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4], [3, 4, 2]);
        for (var step = 0; step < 60; step++)
            pair.Step(step);
        var before = Live();

        for (var step = 60; step < 160; step++)
            pair.Step(step);

        Assert.Equal(before, Live());

        long Live() => DisposeScopeManager.Statistics.ThreadTotalLiveCount - pair.FastOptimizer.States.Concat(pair.SlowOptimizer.States).Sum(s => s.TensorNames.Count());
    }

    private static void WithThreads(int threads, Action test)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        try
        {
            test();
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
