using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Tests.Projections;
using OptimNotebookExt.Tracing;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

public sealed class LearnedGradientStableTests
{
    [Fact]
    public void Its_matrices_stay_symmetric_and_positive_definite_with_mean_diagonal_one() =>
        Prop.ForAll(Shapes.Arbitrary(2, 4), shaped =>
        {
            var parameters = TestModels.Parameters(shaped.Seed, ScalarType.Float64, shaped.Shape);
            using var optimizer = new LearnedGradient(parameters, period: 2, eta: 0.2, eig_every: 2);
            Run(optimizer, parameters, 12, shaped.Seed);
            var (_, p) = parameters[0];
            return (p.numel() <= 5 ? [] : Axes.WithMatrix(p)).All(d =>
            {
                var lr = optimizer.States[0][$"lr_{d}"];
                using var asymmetry = (lr - lr.t()).abs().max();
                return asymmetry.ToDouble() <= 1e-12 && Math.Abs(Axes.MeanDiagonal(lr).ToDouble() - 1) <= 1e-12 && linalg.eigvalsh(lr).Doubles()[0] > 0;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Scaling_all_gradients_leaves_the_step_unchanged() =>
        Prop.ForAll(Shapes.Arbitrary(0, 4), shaped =>
        {
            var runs = new[] { 1.0, 1000.0 }.Select(scale =>
            {
                var parameters = TestModels.Parameters(shaped.Seed, ScalarType.Float64, shaped.Shape);
                using var optimizer = new LearnedGradient(parameters, period: 3, eig_every: 2, eps: 1e-14);
                Run(optimizer, parameters, 12, shaped.Seed, scale);
                return parameters[0].Parameter.Doubles();
            }).ToArray();
            return runs[0].Zip(runs[1]).All(v => Math.Abs(v.First - v.Second) <= 1e-7 * (1 + Math.Abs(v.First)));
        }).QuickCheckThrowOnFailure();

    // The derivative is checked by what it is for, not against another derivation of it.
    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(-0.01, -1)]
    public void A_step_of_the_factors_moves_the_agreement_with_later_gradients_where_eta_points(double eta, int sign)
    {
        using var generator = new Generator(3, CPU);
        var (snap, mean) = (randn([6, 5], ScalarType.Float64, generator: generator), randn([6, 5], ScalarType.Float64, generator: generator));
        var b = new[] { 6, 5 }.Select(n => eye(n, dtype: ScalarType.Float64) + randn([n, n], ScalarType.Float64, generator: generator) * 0.2).ToArray();
        var k = new[] { eye(6, dtype: ScalarType.Float64), eye(5, dtype: ScalarType.Float64) };

        var before = HeldOutGradient.Compute(snap, mean, Matrices(k), Tracer.Off)!;
        for (var d = 0; d < 2; d++)
        {
            var (now, _) = LearnedFactor.Scaled(matmul(b[d], k[d]));
            var x = LearnedFactor.Derivative(now, before.M[d]);
            k[d] = linalg.cholesky(LearnedFactor.Updated(k[d], x * (eta / 2) / LearnedFactor.Norm(x), shrink: 0));
        }
        var after = HeldOutGradient.Compute(snap, mean, Matrices(k), Tracer.Off)!;

        Assert.Equal(sign, Math.Sign(after.Agreement.ToDouble() - before.Agreement.ToDouble()));
        Assert.InRange(Math.Abs(after.Agreement.ToDouble() - before.Agreement.ToDouble()), 1e-4, 0.05);

        Dictionary<int, Tensor> Matrices(Tensor[] factors) => Enumerable.Range(0, 2).ToDictionary(d => d, d => LearnedFactor.Scaled(matmul(b[d], factors[d])).Lr);
    }

    [Theory]
    [InlineData(OptimizerPath.Reference)]
    [InlineData(OptimizerPath.Fast)]
    public void It_reads_how_well_the_mean_of_a_period_agrees_with_the_step_before_it(OptimizerPath path)
    {
        using var scope = NewDisposeScope();
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [6, 5]);
        var parameter = parameters[0].Parameter;
        using var optimizer = new LearnedGradient(parameters, period: 4, eta: 0.2, eig_every: 2) { Path = path };
        for (var step = 0; step < 8; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        // The second update is in the next step, from the gradients after the first one, its own among them.
        var state = optimizer.States[0];
        var y = Axes.Multiply(state["snap"], [0, 1], d => state[$"lr_{d}"]);
        var sum = zeros([6, 5], dtype: ScalarType.Float64);
        for (var step = 5; step <= 8; step++)
        {
            TestModels.SetGradients(parameters, step);
            sum = sum + parameter.grad!;
        }

        optimizer.step();

        var (mean, f) = (sum / 4, (sum / 4 * y).sum() / y.norm());
        Assert.Equal(f.ToDouble(), state["objective"].ToDouble(), 1e-12);
        Assert.Equal((f / mean.norm()).ToDouble(), state["agreement"].ToDouble(), 1e-12);
        Assert.NotEqual(0, f.ToDouble(), 1e-6);
    }

    [Fact]
    public void The_base_alone_learns_no_factor_and_no_base_keeps_no_covariance()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [6, 5]);
        using (var only = LearnedGradient.BaseOnly(parameters))
        {
            Run(only, parameters, 32, 1);
            Assert.Equal(eye(6).Doubles(), only.States[0]["K_0"].Doubles());
            Assert.NotEqual(eye(6).Doubles(), only.States[0]["lr_0"].Doubles());
        }
        using var without = LearnedGradient.WithoutBase(parameters);
        Run(without, parameters, 32, 1);
        Assert.DoesNotContain(without.StateNames(parameters[0].Parameter), n => n.StartsWith("P_", StringComparison.Ordinal) || n.StartsWith("grad_cov_", StringComparison.Ordinal));
        Assert.NotEqual(eye(6).Doubles(), without.States[0]["K_0"].Doubles());
        Assert.Equal(without.States[0]["K_0"].matmul(without.States[0]["K_0"].t()).Doubles()[7], without.States[0]["lr_0"].Doubles()[7], 0.1);
    }

    [Theory]
    [InlineData(OptimizerPath.Reference)]
    [InlineData(OptimizerPath.Fast)]
    [InlineData(OptimizerPath.Device)]
    public void A_base_that_cannot_be_had_is_counted_and_the_previous_one_stays_until_it_failed_too_often(OptimizerPath path)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5], [6, 5], [6, 5]);
        using var optimizer = new LearnedGradient(parameters, period: 2, eig_every: 1) { Path = path };
        optimizer.FailurePolicy.MaxFailedDecompositionsInARow = 2;
        Run(optimizer, parameters, 4, 1);
        var state = optimizer.States[1];
        var before = state["P_0"].Doubles();
        state["grad_cov_0"].fill_(double.NaN);

        Run(optimizer, parameters, 2, 10);

        Assert.Equal(before, state["P_0"].Doubles());
        Assert.NotEqual(before, optimizer.States[0]["P_0"].Doubles());
        Assert.Equal(new FailureCounts(FailedDecompositions: 1, FailedInARow: 1), optimizer.Failures["p1"]);
        var values = parameters[1].Parameter.Doubles();
        var error = Assert.Throws<StepFailedException>(() => Step(optimizer, parameters, 20));
        Assert.Equal("p1", error.Parameter);
        Assert.Contains("2 times in a row", error.Message, StringComparison.Ordinal);
        Assert.Equal(values, parameters[1].Parameter.Doubles());
        // The reference path goes on to no other parameter, the other paths update those of one shape together.
        Assert.Equal((7, 6, path == OptimizerPath.Reference ? 6 : 7), (optimizer.States[0].Step, state.Step, optimizer.States[2].Step));
    }

    [Fact]
    public void A_snapshot_and_a_checkpoint_name_the_form()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5]);
        using var stable = LearnedGradient.Stable(parameters);
        using var draft = LearnedGradient.Draft(parameters);
        Assert.Equal("LearnedGradientStable", stable.Snapshot().Optimizer);
        Assert.Equal("LearnedGradient", draft.Snapshot().Optimizer);
    }

    [Fact]
    public void Options_of_the_other_form_are_refused()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5], [4, 4]);
        using var optimizer = new LearnedGradient([parameters[0]]);
        var error = Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new NamedParamGroup<LearnedGradientOptions>([parameters[1]], new LearnedGradientOptions())));
        Assert.Contains("LearnedGradientStableOptions", error.Message, StringComparison.Ordinal);
    }

    private static void Run(ResearchOptimizer optimizer, (string Name, TorchSharp.Modules.Parameter Parameter)[] parameters, int steps, int seed, double scale = 1)
    {
        for (var step = 0; step < steps; step++)
            Step(optimizer, parameters, seed + step, scale);
    }

    private static void Step(ResearchOptimizer optimizer, (string Name, TorchSharp.Modules.Parameter Parameter)[] parameters, int seed, double scale = 1)
    {
        TestModels.SetGradients(parameters, seed, scale);
        optimizer.step();
    }
}
