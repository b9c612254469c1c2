using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tests.Optimizers.Failures;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>What NeutralGradient alone does on the device path: periods, turns and statistics of each parameter's own.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class NeutralDeviceTests
{
    // Draws decide whose turn it is, by a parameter's own step count.
    [Theory]
    [InlineData(ScalarType.Float64, 0)]
    [InlineData(ScalarType.Float64, 9)]
    [InlineData(ScalarType.Float32, 5)]
    public void Parameters_that_wait_for_their_turn_are_updated_when_the_reference_updates_them(ScalarType dtype, int spoiled)
    {
        using var pair = Pair(dtype, [("lr_for_speedup", 0.3)], [5, 4], [5, 4], [5, 4], [9], [9], [], [6, 3, 2]);
        var random = new Random(spoiled);
        var waited = 0;
        for (var step = 0; step < 75; step++)
        {
            var (bad, missing) = (random.Next(12), random.Next(12));
            pair.Step(step, parameters =>
            {
                if (spoiled > 0 && bad < parameters.Length)
                    parameters[bad].Parameter.grad!.fill_(double.NaN);
                if (spoiled > 0 && missing < parameters.Length)
                    parameters[missing].Parameter.grad = null;
            });
            Assert.Equal(pair.SlowOptimizer.States.Select(Counts), pair.FastOptimizer.States.Select(Counts));
            waited += pair.FastOptimizer.States.Count(s => s.TryCount("n_cached_grads", out var n) && n > 0);
        }
        Assert.InRange(waited, 30, 500);
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_re_estimates_that_are_due_only_so_many_take_place_in_a_step(int most)
    {
        using var pair = Pair(ScalarType.Float64, [("max_estimates_per_step", most), ("lr_for_speedup", 1e-3), ("stats_steps", 20)], [5, 4], [6, 3], [5, 4], [5, 4]);
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
    public void Axes_with_a_diagonal_go_beside_those_with_a_matrix()
    {
        using var pair = Pair(ScalarType.Float64, [("max_fullcov_size", 8), ("lr_for_speedup", 1e-3)], [9, 7], [9, 7], [9, 10], [3, 12, 2], [9, 7]);
        for (var step = 0; step < 64; step++)
            pair.Step(step);
        Assert.Equal(1, pair.FastOptimizer.States[0]["proj_0"].ndim);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    [Fact]
    public void A_basis_that_is_still_good_enough_stays()
    {
        using var pair = Pair(ScalarType.Float64, [("basis_tolerance", 0.3), ("lr_for_speedup", 1e-3)], [6, 5], [6, 5], [6, 5]);
        for (var step = 0; step < 64; step++)
            pair.Step(step);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    // Three of one shape re-estimate together, and the one that cannot must neither stop nor touch the others.
    [Fact]
    public void Projections_that_cannot_be_had_are_counted_and_the_previous_ones_stay_until_it_failed_too_often()
    {
        using var pair = Pair(ScalarType.Float64, [("lr_for_speedup", 1e-3), ("stats_steps", 20)], [6, 5], [6, 5], [6, 5]);
        pair.FastOptimizer.FailurePolicy.MaxFailedDecompositionsInARow = pair.SlowOptimizer.FailurePolicy.MaxFailedDecompositionsInARow = 2;
        StepTo(20);
        var before = pair.FastOptimizer.States[1]["proj_0"].Doubles();
        Spoil();
        StepTo(40);
        Assert.Equal(before, pair.FastOptimizer.States[1]["proj_0"].Doubles());
        Assert.NotEqual(before, pair.FastOptimizer.States[0]["proj_0"].Doubles());
        Assert.Equal(new FailureCounts(FailedDecompositions: 1, FailedInARow: 1), pair.FastOptimizer.Failures["p1"]);
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);

        Spoil();
        var values = pair.Fast[1].Parameter.Doubles();
        TestModels.SetGradients(pair.Fast, 40);
        var error = Assert.Throws<StepFailedException>(() => pair.FastOptimizer.step());
        Assert.Equal("p1", error.Parameter);
        Assert.Contains("2 times in a row", error.Message, StringComparison.Ordinal);
        Assert.Equal(values, pair.Fast[1].Parameter.Doubles());
        Assert.Equal([41L, 40, 41], pair.FastOptimizer.States.Select(s => s.Step));
        Assert.True(pair.FastOptimizer.States[1].Has("grad_cov_0"));

        void StepTo(int step)
        {
            while (pair.FastOptimizer.States[0] is var state && (!state.IsCreated || state.Step < step))
                pair.Step((int)(state.IsCreated ? state.Step : 0));
        }

        void Spoil()
        {
            pair.FastOptimizer.States[1]["grad_cov_0"].fill_(double.NaN);
            pair.SlowOptimizer.States[1]["grad_cov_0"].fill_(double.NaN);
        }
    }

    // The draws are the user's own code.
    [Fact]
    public void Draws_that_throw_leave_everything_as_it_was()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [5, 4], [5, 4], [9]);
        var draws = new FailingDraws();
        using var optimizer = new NeutralGradient(parameters, lr: 0.01, draws: draws) { Path = OptimizerPath.Device };
        for (var step = 0; step < 3; step++)
            Step(step);
        foreach (var state in optimizer.States)
            state.SetCount("step_period", 3);
        draws.FailAt = 2;
        var before = new Frozen(optimizer, parameters);

        var error = Assert.Throws<StepFailedException>(() => Step(3));

        Assert.Equal("p1", error.Parameter);
        Assert.Contains("no more numbers", error.Message, StringComparison.Ordinal);
        Assert.Empty(before.DifferencesTo(new Frozen(optimizer, parameters)));
        Step(3);
        Assert.All(optimizer.States, s => Assert.Equal((3L, 1L), (s.Step, s.Count("n_cached_grads"))));

        void Step(int seed)
        {
            TestModels.SetGradients(parameters, seed);
            optimizer.step();
        }
    }

    private sealed class FailingDraws : IRandomDraws
    {
        /// <summary>Which of the coming draws throws, from 1; 0: none.</summary>
        internal int FailAt { get; set; }

        public long Pick(DrawKey key, long maximum) => 0;

        public double Uniform(DrawKey key) => FailAt > 0 && --FailAt == 0 ? throw new InvalidOperationException("There are no more numbers.") : 0.9;
    }

    private static string Counts(ParameterState state) =>
        string.Join(' ', state.CountNames.Select(n => FormattableString.Invariant($"{n} {state.Count(n)}")));

    private static PathPair Pair(ScalarType dtype, (string Name, double Value)[] hyper, params long[][] shapes) =>
        new("NeutralGradient", OptimizerPath.Device, dtype, 3, hyper, shapes);
}
