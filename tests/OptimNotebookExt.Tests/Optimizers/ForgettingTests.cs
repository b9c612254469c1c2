using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

/// <summary>The stable form of LearnedGradient with <c>forget</c>.</summary>
public sealed class ForgettingTests
{
    private static readonly long[][] Shapes = [[6, 5], [6, 5], [12, 10]];

    [Theory]
    [InlineData(OptimizerPath.Reference)]
    [InlineData(OptimizerPath.Fast)]
    [InlineData(OptimizerPath.Device)]
    public void A_rate_that_does_not_fall_forgets_nothing(OptimizerPath path)
    {
        var plain = Factor(path, forget: 0, _ => 0.05);

        Near(plain, Factor(path, forget: 4, _ => 0.05), 1e-14);
        // A rate that rises is no reason to forget either: what is kept is never more than 1 - shrink.
        Near(Factor(path, forget: 0, step => 0.01 + 0.001 * step), Factor(path, forget: 4, step => 0.01 + 0.001 * step), 1e-14);
    }

    [Theory]
    [InlineData(OptimizerPath.Reference)]
    [InlineData(OptimizerPath.Fast)]
    [InlineData(OptimizerPath.Device)]
    public void What_is_kept_goes_by_the_rate_now_over_that_of_the_last_update(OptimizerPath path)
    {
        // Nothing is left of what was learned when the rate falls to a thousandth, K is the identity.
        Near(eye(6, dtype: ScalarType.Float64), Factor(path, forget: 4, step => step < 12 ? 0.05 : 5e-5, steps: 13), 1e-9);
        // Half the rate with forget 2 keeps a quarter of it: as shrink 1 - 0.98/4 in that update.
        var forgotten = Factor(path, forget: 2, step => step < 12 ? 0.05 : 0.025, steps: 13);
        Near(Factor(path, forget: 0, step => step < 12 ? 0.05 : 0.025, steps: 13, lastShrink: 1 - (0.98 / 4)), forgotten, 1e-12);
        Assert.True((forgotten - eye(6, dtype: ScalarType.Float64)).norm().ToDouble() > 1e-3);
    }

    [Fact]
    public void A_rate_of_zero_keeps_the_factors_finite()
    {
        var factor = Factor(OptimizerPath.Reference, forget: 4, step => step is >= 8 and < 20 ? 0 : 0.05, steps: 30);

        Assert.True(factor.isfinite().all().item<bool>());
    }

    [Fact]
    public void Where_nothing_is_forgotten_there_is_no_state_for_it()
    {
        using var optimizer = new LearnedGradient(TestModels.Parameters(1, ScalarType.Float64, [6, 5]));
        using var other = new LearnedGradient(TestModels.Parameters(1, ScalarType.Float64, [6, 5]), forget: 1);

        Run(optimizer, 1);
        Run(other, 1);

        Assert.False(optimizer.States[0].Has("snap_lr"));
        Assert.True(other.States[0].Has("snap_lr"));
    }

    /// <summary>K_0 of the first tensor.</summary>
    private static Tensor Factor(OptimizerPath path, double forget, Func<int, double> rate, int steps = 20, double? lastShrink = null)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, Shapes);
        using var optimizer = new LearnedGradient(parameters, eta: 0.1, forget: forget, period: 4, eig_every: 2) { Path = path };
        for (var step = 0; step < steps; step++)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = rate(step);
                if (step == steps - 1 && lastShrink is { } shrink)
                    ((LearnedGradientStableOptions)((ParamGroup<LearnedGradientStableOptions>)group).Options).Shrink = shrink;
            }
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        return optimizer.States[0]["K_0"].clone();
    }

    private static void Run(LearnedGradient optimizer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            TestModels.SetGradients([.. optimizer.States.Select(s => (s.Name, s.Parameter))], step);
            optimizer.step();
        }
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance) =>
        Assert.InRange((expected - actual).abs().max().ToDouble(), 0, tolerance * expected.abs().max().ToDouble());
}
