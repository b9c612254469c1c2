using OptimNotebookExt.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

public sealed class NeutralGradientTests
{
    [Fact]
    public void ResetSpeedup_updates_every_parameter_at_every_step_again()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [8, 5], [7], []);
        var options = new NeutralGradientOptions { LearningRate = 0.01, LrForSpeedup = 0.1, SpeedupFirstStep = 5, SpeedupRecalibratePeriod = 5 };
        using var optimizer = new NeutralGradient([new NamedParamGroup<NeutralGradientOptions>(parameters)], options);
        Steps(12);
        Assert.Contains(optimizer.States, s => s.Count("step_period") > 1);

        optimizer.ResetSpeedup();

        Assert.All(optimizer.States, s => Assert.Equal(1, s.Count("step_period")));
        var before = optimizer.States.Select(s => s.Step).ToArray();
        Steps(4);
        Assert.Equal(before.Select(t => t + 4), optimizer.States.Select(s => s.Step));

        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                TestModels.SetGradients(parameters, step);
                optimizer.step();
            }
        }
    }

    [Fact]
    public void A_fresh_optimizer_can_be_reset_and_the_first_step_still_works()
    {
        // The published code gave parameters without state a step_period and then failed at their first gradient (N06).
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new NeutralGradient(parameters);
        optimizer.ResetSpeedup();
        TestModels.SetGradients(parameters, 1);
        optimizer.step();
        Assert.Equal(1, optimizer.States[0].Step);
    }

    [Fact]
    public void Training_does_not_move_the_global_generator()
    {
        using var before = torch.get_rng_state();
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [3, 4]);
        using var optimizer = new NeutralGradient(parameters, estimate_period: 5, stats_steps: 2, lr_for_speedup: 1);
        for (var step = 0; step < 20; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        using var after = torch.get_rng_state();
        Assert.True(before.equal(after).all().item<bool>());
    }

    [Theory]
    [InlineData("stats_steps", 30, 20)]
    [InlineData("param_min_rms", 3, 2)]
    public void Options_that_contradict_each_other_are_refused(string name, double value, double limit)
    {
        var options = new NeutralGradientOptions { EstimatePeriod = 20, StatsSteps = 10 };
        options[name] = value;
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new NeutralGradient([new NamedParamGroup<NeutralGradientOptions>(TestModels.Parameters(1, ScalarType.Float32, [4, 3]))], options));
        Assert.Equal(name, error.ParamName);
        Assert.Contains($"{limit}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeded_draws_cover_their_range_evenly_and_depend_on_the_seed()
    {
        var draws = new SeededDraws(7);
        var counts = new int[10];
        for (var i = 0; i < 10_000; i++)
            counts[draws.Pick(new DrawKey(i, i % 7, 0), 9)]++;
        // Mean 1000, standard deviation 30.
        Assert.All(counts, c => Assert.InRange(c, 850, 1150));
        Assert.Equal(draws.Uniform(new DrawKey(3, 4, 5)), new SeededDraws(7).Uniform(new DrawKey(3, 4, 5)));
        Assert.NotEqual(draws.Uniform(new DrawKey(3, 4, 5)), new SeededDraws(8).Uniform(new DrawKey(3, 4, 5)));
        Assert.NotEqual(draws.Uniform(new DrawKey(3, 4, 5)), draws.Uniform(new DrawKey(3, 5, 4)));
    }
}
