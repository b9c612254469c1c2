using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Tests.Kernels;
using OptimNotebookExt.Tracing;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

/// <summary>The stable form of LearnedGradient with <c>rotated</c>.</summary>
public sealed class RotatedBaseTests
{
    // With at least as many rows as columns in a few gradients: eigenvectors of an eigenvalue 0 are any, and follow rounding.
    private static readonly long[][] Shapes = [[6, 5], [6, 5], [12, 10], [4, 3, 5], [6, 5], [9]];

    [Theory]
    [InlineData(OptimizerPath.Fast, ScalarType.Float64, 0.1, 4)]
    [InlineData(OptimizerPath.Fast, ScalarType.Float64, 0.0, 0)]
    [InlineData(OptimizerPath.Fast, ScalarType.Float32, 0.1, 0)]
    [InlineData(OptimizerPath.Device, ScalarType.Float64, 0.1, 4)]
    [InlineData(OptimizerPath.Device, ScalarType.Float64, 0.0, 4)]
    [InlineData(OptimizerPath.Device, ScalarType.Float32, 0.1, 0)]
    public void The_other_paths_equal_the_reference_whoever_takes_part(OptimizerPath path, ScalarType dtype, double eta, double forget)
    {
        using var pair = new PathPair("LearnedGradientStable", path, dtype, 3, [("rotated", 1), ("eta", eta), ("forget", forget)], Shapes);
        for (var step = 0; step < 41; step++)
        {
            var left = step > 12 && step % 5 == 1 ? step % 3 : -1;
            foreach (var optimizer in (ResearchOptimizer[])[pair.FastOptimizer, pair.SlowOptimizer])
            {
                foreach (var group in optimizer.ParamGroups)
                    group.LearningRate = 0.05 * Math.Cos(step / 30.0);
            }
            pair.Step(step, parameters =>
            {
                if (left >= 0)
                    parameters[left].Parameter.grad = null;
            });
        }
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        Assert.False(pair.FastOptimizer.States[0].Has("P_0"));
    }

    [Theory]
    [InlineData(OptimizerPath.Reference)]
    [InlineData(OptimizerPath.Fast)]
    public void The_base_scales_every_element_in_the_covariances_eigenvectors_by_its_second_moment(OptimizerPath path)
    {
        using var scope = NewDisposeScope();
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [6, 5]);
        using var optimizer = new LearnedGradient(parameters, eta: 0, rotated: true, period: 4, eig_every: 100, cov_beta: 0.9, size_lr_scale: 0) { Path = path };
        Run(optimizer, parameters, 5);
        var state = optimizer.States[0];
        for (var d = 0; d < 2; d++)
        {
            // The decomposition was in this step, so that the covariance is the one it was of.
            var (q, c) = (state[$"Q_{d}"], state[$"grad_cov_{d}"]);
            var diagonal = q.t().matmul(c).matmul(q);
            Assert.InRange((diagonal - diag(diagonal.diagonal())).norm().ToDouble() / c.norm().ToDouble(), 0, 1e-12);
            Assert.Equal(eye(c.shape[0]).Doubles(), state[$"lr_{d}"].Doubles());
        }
        var (q0, q1, v) = (state["Q_0"].clone(), state["Q_1"].clone(), state["rotated_sq"].clone());
        for (var step = 5; step < 9; step++)
        {
            TestModels.SetGradients(parameters, step);
            v = v * 0.9 + q0.t().matmul(parameters[0].Parameter.grad!).matmul(q1).pow(2) * 0.1;
            optimizer.step();
        }
        Near(v, state["rotated_sq"]);
        var scale = (v / v.mean() + 1e-8).pow(-0.25);
        Near(scale, state["rotated_scale"]);

        var before = parameters[0].Parameter.clone();
        TestModels.SetGradients(parameters, 9);
        optimizer.step();

        var step9 = q0.matmul(scale * scale * q0.t().matmul(state["exp_avg"]).matmul(q1)).matmul(q1.t());
        var rms = step9.pow(2).mean().sqrt();
        var moved = (parameters[0].Parameter - before) / state["param_rms"];
        Near(step9.clamp(-2 * rms, 2 * rms) / rms * (-0.05 * 0.1 / Math.Sqrt(1 - 0.81)), moved, 1e-7);
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(-0.01, -1)]
    public void A_step_of_the_factors_moves_the_agreement_where_eta_points(double eta, int sign)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var (snap, mean) = (Random(6, 5), Random(6, 5));
        var (q0, q1, scale) = (linalg.qr(Random(6, 6)).Q, linalg.qr(Random(5, 5)).Q, Random(6, 5).exp());
        var k = new[] { eye(6, dtype: ScalarType.Float64), eye(5, dtype: ScalarType.Float64) };

        var before = Compute();
        for (var d = 0; d < 2; d++)
        {
            var x = LearnedFactor.Derivative(k[d], before.M[d]);
            k[d] = linalg.cholesky(LearnedFactor.Updated(k[d], x * (eta / 2) / LearnedFactor.Norm(x), shrink: 0));
        }
        var moved = Compute().Agreement.ToDouble() - before.Agreement.ToDouble();

        Assert.Equal(sign, Math.Sign(moved));
        Assert.InRange(Math.Abs(moved), 1e-4, 0.05);

        Tensor Random(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);

        HeldOutGradient Compute() => HeldOutGradient.Compute(snap, mean, Enumerable.Range(0, 2).ToDictionary(d => d, d => LearnedFactor.Scaled(k[d]).Lr), Tracer.Off, Root)!;

        Tensor Root(Tensor x) => q0.matmul(scale * q0.t().matmul(x).matmul(q1)).matmul(q1.t());
    }

    [Fact]
    public void Second_moments_follow_eigenvectors_that_change_places_or_signs()
    {
        using var scope = NewDisposeScope();
        var old = linalg.qr(arange(25, ScalarType.Float64).view(5, 5).sin()).Q;
        var changed = old.index_select(1, tensor(new long[] { 3, 0, 4, 1, 2 })) * tensor(new double[] { 1, -1, -1, 1, -1 });
        var moments = arange(15, ScalarType.Float64).view(5, 3);

        var followed = Axes.Multiply(moments, RotatedBase.Mixing(old, changed), 0);

        Near(moments.index_select(0, tensor(new long[] { 3, 0, 4, 1, 2 })), followed);
        // Any other basis shares them out.
        Assert.Equal(moments.sum().ToDouble(), Axes.Multiply(moments, RotatedBase.Mixing(old, eye(5, dtype: ScalarType.Float64)), 0).sum().ToDouble(), 1e-10);
    }

    [Theory]
    [InlineData(OptimizerPath.Reference)]
    [InlineData(OptimizerPath.Fast)]
    public void Eigenvectors_that_cannot_be_had_are_counted_and_the_previous_ones_stay(OptimizerPath path)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5], [6, 5]);
        using var optimizer = new LearnedGradient(parameters, rotated: true, period: 2, eig_every: 1) { Path = path };
        Run(optimizer, parameters, 4);
        var state = optimizer.States[1];
        var before = state["Q_0"].Doubles();
        state["grad_cov_0"].fill_(double.NaN);

        Run(optimizer, parameters, 2);

        Assert.Equal(before, state["Q_0"].Doubles());
        Assert.NotEqual(before, optimizer.States[0]["Q_0"].Doubles());
        Assert.Equal(1, optimizer.Failures["p1"].FailedDecompositions);
        Assert.True(state["rotated_scale"].isfinite().all().item<bool>());
    }

    private static void Run(ResearchOptimizer optimizer, (string Name, TorchSharp.Modules.Parameter Parameter)[] parameters, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance = 1e-11) =>
        Assert.InRange((expected - actual).abs().max().ToDouble(), 0, tolerance * expected.abs().max().ToDouble());
}
