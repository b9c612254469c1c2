using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Tests.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

public sealed class LearnedGradientTests
{
    [Fact]
    public void Its_matrices_stay_symmetric_with_mean_diagonal_one() =>
        Prop.ForAll(Shapes.Arbitrary(2, 4), shaped =>
        {
            var parameters = TestModels.Parameters(shaped.Seed, ScalarType.Float64, shaped.Shape);
            using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05, lr_est_period: 2);
            for (var step = 0; step < 12; step++)
            {
                TestModels.SetGradients(parameters, shaped.Seed + step);
                optimizer.step();
            }
            var (_, p) = parameters[0];
            return (p.numel() <= 5 ? [] : Axes.WithMatrix(p)).All(d =>
            {
                Assert.True(optimizer.TryGetState(p, $"lr_{d}", out var lr));
                using (lr)
                {
                    using var asymmetry = (lr! - lr!.t()).abs().max();
                    return asymmetry.ToDouble() <= 1e-12 && Math.Abs(Axes.MeanDiagonal(lr).ToDouble() - 1) <= 1e-12;
                }
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Scaling_all_gradients_leaves_the_step_unchanged() =>
        Prop.ForAll(Shapes.Arbitrary(0, 4), shaped =>
        {
            var runs = new[] { 1.0, 1000.0 }.Select(scale =>
            {
                var parameters = TestModels.Parameters(shaped.Seed, ScalarType.Float64, shaped.Shape);
                using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05, meta_lr_scale: 0.1, lr_est_period: 3, eps: 1e-14);
                for (var step = 0; step < 10; step++)
                {
                    TestModels.SetGradients(parameters, shaped.Seed + step, scale);
                    optimizer.step();
                }
                return parameters[0].Parameter.Doubles();
            }).ToArray();
            return runs[0].Zip(runs[1]).All(v => Math.Abs(v.First - v.Second) <= 1e-7 * (1 + Math.Abs(v.First)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Gradients_that_are_all_zero_leave_everything_finite()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [7], [2]);
        using var optimizer = LearnedGradient.Draft(parameters, lr_est_period: 2);
        for (var step = 0; step < 12; step++)
        {
            TestModels.SetGradients(parameters, step, 0);
            optimizer.step();
        }
        Assert.All(TestModels.Values(parameters), v => Assert.All(v, x => Assert.True(double.IsFinite(x))));
        Assert.True(optimizer.TryGetState(parameters[0].Parameter, "lr_0", out var lr));
        Assert.Equal(eye(4).Doubles(), lr!.Doubles());
    }

    [Fact]
    public void At_the_drafts_meta_rate_a_large_matrix_collapses_to_rank_one()
    {
        // The reason why the draft's default does not train; kept reproducible.
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [100, 50]);
        using var optimizer = LearnedGradient.Draft(parameters, lr: 0.03);
        for (var step = 0; step < 120; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        Assert.True(optimizer.TryGetState(parameters[0].Parameter, "lr_0", out var lr));
        var eigenvalues = linalg.eigvalsh(lr!).Doubles();
        Assert.True(eigenvalues[^1] > 50, $"largest eigenvalue {eigenvalues[^1]}");
        Assert.True(eigenvalues[50] < 1e-3, $"median eigenvalue {eigenvalues[50]}");
    }
}
