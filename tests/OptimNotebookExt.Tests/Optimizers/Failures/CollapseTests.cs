using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Kernels;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.Failures;

/// <summary>LearnedGradient says itself when its matrices leave the step one direction.</summary>
public sealed class CollapseTests
{
    // Its matrices are of rank one soon.
    private static readonly (string Name, double Value)[] DraftRates = [("lr", 0.3), ("meta_lr_scale", 1), ("lr_est_period", 5)];

    [Theory]
    [InlineData(OptimizerPath.Fast)]
    [InlineData(OptimizerPath.Device)]
    public void All_paths_count_the_same_updates_of_the_drafts_form_as_collapsed_and_views_say_so(OptimizerPath path)
    {
        using var pair = new PathPair("LearnedGradient", path, ScalarType.Float64, 1, DraftRates, [12, 10], [12, 10]);
        for (var step = 0; step < 600; step++)
            pair.Step(step);

        var counts = pair.SlowOptimizer.Failures["p0"];

        Assert.True(counts.IsCollapsed);
        Assert.Equal(counts.CollapsedInARow - FailureCounts.CollapseLimit + 1, counts.CollapsedUpdates);
        Assert.Equal((counts.CollapsedInARow, counts.CollapsedUpdates), (pair.FastOptimizer.Failures["p0"].CollapsedInARow, pair.FastOptimizer.Failures["p0"].CollapsedUpdates));
        var view = new OptimizerView(pair.SlowOptimizer.Snapshot());
        Assert.Contains("updates with matrices collapsed", view.ToString(), StringComparison.Ordinal);
        Assert.Contains("a smaller eta or a larger shrink", view.ToHtml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.05, OptimizerPath.Fast)]
    [InlineData(-0.05, OptimizerPath.Fast)]
    [InlineData(0.05, OptimizerPath.Device)]
    public void The_stable_form_does_not_collapse_on_gradients_that_say_nothing(double eta, OptimizerPath path)
    {
        using var pair = new PathPair("LearnedGradientStable", path, ScalarType.Float64, 2, [("eta", eta), ("period", 2)], [12, 10]);
        for (var step = 0; step < 200; step++)
            pair.Step(step);
        Assert.Empty(pair.SlowOptimizer.Failures);
        Assert.Empty(pair.FastOptimizer.Failures);
    }

    [Theory]
    [InlineData(OptimizerPath.Fast)]
    [InlineData(OptimizerPath.Device)]
    public void All_paths_count_a_collapse_that_the_stable_form_is_led_into(OptimizerPath path)
    {
        using var pair = new PathPair("LearnedGradientStable", path, ScalarType.Float64, 3, [("eta", 1), ("shrink", 0), ("period", 1), ("base", 0)], [12, 10], [12, 10], [6, 5, 4]);
        for (var step = 0; step < 80; step++)
            pair.Step(step);
        Assert.True(pair.SlowOptimizer.Failures["p0"].IsCollapsed);
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
    }

    [Fact]
    public void A_history_records_the_updates_in_a_row()
    {
        var parameters = TestModels.Parameters(5, ScalarType.Float64, [12, 10], [7]);
        using var optimizer = OptimizerCase.All.Single(o => o.Name == "LearnedGradient").Create(parameters, DraftRates);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1 });
        for (var step = 0; step < 200; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        var column = history.Columns["p0/collapsed_in_a_row"];
        Assert.Equal(double.NaN, column[0]);
        Assert.Equal(optimizer.States[0].Failures.CollapsedInARow, column[^1]);
        Assert.InRange(column[^1], FailureCounts.CollapseLimit, 40);
        Assert.DoesNotContain("p1/collapsed_in_a_row", history.Columns.Keys);
    }

    [Theory]
    [InlineData(OptimizerPath.Fast)]
    [InlineData(OptimizerPath.Device)]
    public void A_momentum_that_has_one_direction_on_its_own_is_no_collapse(OptimizerPath path)
    {
        // Two rows that always oppose each other, as those of two classes do.
        using var pair = new PathPair("LearnedGradientStable", path, ScalarType.Float64, 4, [("eta", 1), ("shrink", 0), ("period", 1), ("base", 0)], [2, 10]);
        for (var step = 0; step < 80; step++)
        {
            pair.Step(step, parameters =>
            {
                using var noTape = no_grad();
                parameters[0].Parameter.grad![1].copy_(-parameters[0].Parameter.grad![0]);
            });
        }
        Assert.Empty(pair.SlowOptimizer.Failures);
        Assert.Empty(pair.FastOptimizer.Failures);
    }

    [Fact]
    public void A_run_that_is_saved_within_the_updates_in_a_row_counts_on_from_them()
    {
        using var file = new TemporaryFile("run.safetensors");
        var (whole, first, second) = (Make(out var a), Make(out var b), Make(out var c));
        using var disposeWhole = whole;
        using var disposeFirst = first;
        using var disposeSecond = second;
        Run(whole, a, 0, 400);
        Run(first, b, 0, 80);
        var before = first.States[0].Failures;
        Assert.InRange(before.CollapsedInARow, 1, FailureCounts.CollapseLimit - 1);
        Assert.Equal(0, before.CollapsedUpdates);
        Checkpoint.Save(file.Path, first);
        Checkpoint.Load(file.Path, second);
        Run(second, c, 80, 400);

        Assert.True(whole.Failures["p0"].IsCollapsed);
        Assert.Equal(whole.Failures, second.Failures);

        static ResearchOptimizer Make(out (string Name, TorchSharp.Modules.Parameter Parameter)[] parameters)
        {
            parameters = TestModels.Parameters(5, ScalarType.Float64, [12, 10]);
            return OptimizerCase.All.Single(o => o.Name == "LearnedGradient").Create(parameters, DraftRates);
        }

        static void Run(ResearchOptimizer optimizer, (string Name, TorchSharp.Modules.Parameter Parameter)[] parameters, int from, int to)
        {
            for (var step = from; step < to; step++)
            {
                TestModels.SetGradients(parameters, step);
                optimizer.step();
            }
        }
    }

    [Theory]
    [InlineData(1e-25f)]
    [InlineData(1f)]
    [InlineData(1e15f)]
    public void The_share_of_one_direction_is_that_of_the_singular_values_whatever_the_scale(float scale)
    {
        using var generator = new Generator(1, CPU);
        var matrices = randn([3, 7, 5], generator: generator);
        matrices[1] = outer(matrices[1][.., 0], matrices[1][0]);
        var share = StepDirections.Share(matrices * scale).Doubles();
        foreach (var (found, matrix) in share.Zip(Enumerable.Range(0, 3).Select(i => matrices[i])))
        {
            var squares = linalg.svdvals(matrix.to(ScalarType.Float64)).square();
            Assert.Equal((squares.square().sum().sqrt() / squares.sum()).ToDouble(), found, 1e-5);
        }
        Assert.Equal(1, share[1], 1e-6);
        Assert.True(double.IsNaN(StepDirections.Share(zeros(1, 4, 3)).ToDouble()));
    }

    [Fact]
    public void Of_several_axes_the_one_with_the_largest_share_counts()
    {
        using var generator = new Generator(2, CPU);
        // One direction on axis 1, several on the others.
        var step = einsum("ik,j->ijk", randn([4, 5], generator: generator), randn([3], generator: generator));
        Assert.Equal(1, StepDirections.Share(step.unsqueeze(0)).ToDouble(), 1e-6);
        Assert.InRange(StepDirections.Share(randn([1, 4, 3, 5], generator: generator)).ToDouble(), 0.3, 0.95);
    }
}
