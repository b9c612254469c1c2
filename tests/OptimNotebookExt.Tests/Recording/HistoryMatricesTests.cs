using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Recording;

public sealed class HistoryMatricesTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void The_extremes_lie_inside_the_spectrum_and_near_its_ends(long n)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var x = randn([4 * n, n], dtype: ScalarType.Float64, generator: generator);
        var a = matmul(x.t(), x);
        var exact = linalg.eigvalsh(a).Doubles();

        var extremes = SpectrumExtremes.Of(a);

        Assert.InRange(extremes.Max, exact[^1] * (n <= 64 ? 1 - 1e-12 : 0.98), exact[^1] * (1 + 1e-12));
        Assert.InRange(extremes.Min, exact[0] * (1 - 1e-12), exact[0] * (n <= 64 ? 1 + 1e-12 : 1.2));
    }

    [Fact]
    public void A_multiple_of_the_identity_ends_the_iteration_at_once()
    {
        using var a = eye(200) * 3;
        var extremes = SpectrumExtremes.Of(a);
        Assert.Equal(3, extremes.Min, 1e-5);
        Assert.Equal(1, extremes.Condition, 1e-5);
    }

    [Fact]
    public void A_matrix_of_low_rank_has_an_infinite_or_huge_condition_and_a_broken_one_has_none()
    {
        using var v = ones(100, 1, dtype: ScalarType.Float64);
        using var a = matmul(v, v.t());
        Assert.Equal(100, SpectrumExtremes.Of(a).Max, 1e-8);
        Assert.True(SpectrumExtremes.Of(a).Condition > 1e12);
        a[3, 4] = double.NaN;
        Assert.True(double.IsNaN(SpectrumExtremes.Of(a).Max));
        Assert.True(double.IsNaN(SpectrumExtremes.Of(a).Condition));
    }

    [Fact]
    public void Full_spectra_are_those_of_the_state_and_give_the_range()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [9, 6]);
        using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1, MatrixEvery = 1, Level = HistoryLevel.Full });
        Steps(optimizer, parameters, 21);
        using var scope = torch.NewDisposeScope();
        foreach (var name in new[] { "lr_0", "lr_1", "grad_cov_0", "grad_cov_1" })
        {
            var expected = linalg.eigvalsh(optimizer.States[0][name]).Doubles();
            Assert.Equal(expected, history.Spectra($"p0/{name}")[^1].Values);
            Assert.Equal(20, history.Spectra($"p0/{name}")[^1].Step);
            Assert.Equal((expected[0], expected[^1]), (history[$"p0/{name}/min"][^1], history[$"p0/{name}/max"][^1]));
            Assert.Equal(expected[^1] / expected[0], history[$"p0/{name}/condition"][^1]);
        }
        Assert.All(history["p0/staleness_0"], s => Assert.InRange(s, 0, 1));
    }

    [Fact]
    public void The_row_lengths_of_an_estimated_projection_are_its_singular_values()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [9, 6]);
        using var optimizer = OptimizerCase.All.Single(c => c.Name == "NeutralGradient").Create(parameters, ("fix_param_scale_args", 1), ("estimate_period", 10), ("stats_steps", 10));
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1, MatrixEvery = 1, Level = HistoryLevel.Full });
        Steps(optimizer, parameters, 40);
        using var scope = torch.NewDisposeScope();
        foreach (var d in new[] { 0, 1 })
        {
            using var proj = optimizer.States[0][$"proj_{d}"].clone();
            var (_, s, _) = linalg.svd(proj);
            var recorded = history.Spectra($"p0/proj_{d}")[^1].Values;
            Assert.All(s.Doubles().Order().Zip(recorded), v => Assert.Equal(v.First, v.Second, 1e-9 * v.First));
            Assert.True(recorded[^1] / recorded[0] > 1.0001, "the projection has been estimated");
        }
        Assert.Contains(history["p0/staleness_0"], s => s > 0);
    }

    [Fact]
    public void Staleness_is_zero_in_the_eigenvectors_and_grows_when_the_basis_turns()
    {
        using var scope = torch.NewDisposeScope();
        var a = diag(tensor(new[] { 5.0, 2.0, 1.0 }));
        Assert.Equal(0, MatrixMeter.Staleness(a, eye(3, dtype: ScalarType.Float64)));
        double At(double angle)
        {
            var q = eye(3, dtype: ScalarType.Float64);
            q[0, 0] = q[1, 1] = Math.Cos(angle);
            q[0, 1] = -Math.Sin(angle);
            q[1, 0] = Math.Sin(angle);
            return MatrixMeter.Staleness(a, q);
        }
        // The off-diagonal element of the turned 2×2 block is (5-2)·sin·cos, twice; the norm stays √30.
        Assert.Equal(Math.Sqrt(2) * 3 * Math.Sin(0.3) * Math.Cos(0.3) / Math.Sqrt(30), At(0.3), 1e-12);
        Assert.True(At(0.1) < At(0.3));
    }

    private static void Steps(ResearchOptimizer optimizer, (string Name, TorchSharp.Modules.Parameter Parameter)[] parameters, int count)
    {
        for (var step = 0; step < count; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
    }
}
