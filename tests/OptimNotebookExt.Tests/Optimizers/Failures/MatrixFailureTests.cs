using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.Failures;

public sealed class MatrixFailureTests
{
    [Fact]
    public void A_failed_decomposition_keeps_the_previous_projections_and_is_counted()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5], [4, 3]);
        using var optimizer = NeutralGradient(parameters);
        var state = optimizer.States[0];
        StepToEstimate(optimizer, parameters, seed: 2);
        Step(optimizer, parameters, 3);
        var (proj, param_cov, failures) = (state["proj_0"].Doubles(), state["param_cov_1"].Doubles(), optimizer.Failures.Count);

        StepToEstimate(optimizer, parameters, seed: 4);
        state["grad_cov_1"].fill_(double.NaN);
        Step(optimizer, parameters, 5);

        Assert.Equal(0, failures);
        Assert.Equal(proj, state["proj_0"].Doubles());
        Assert.Equal(param_cov, state["param_cov_1"].Doubles());
        Assert.Equal(new FailureCounts(FailedDecompositions: 1, FailedInARow: 1), optimizer.Failures["p0"]);
        Assert.False(optimizer.Failures.ContainsKey("p1"));
        Assert.All(parameters, p => Assert.DoesNotContain(p.Parameter.Doubles(), v => !double.IsFinite(v)));

        StepToEstimate(optimizer, parameters, seed: 6);
        Step(optimizer, parameters, 7);
        Assert.NotEqual(proj, state["proj_0"].Doubles());
        Assert.Equal(new FailureCounts(FailedDecompositions: 1), optimizer.Failures["p0"]);
    }

    [Fact]
    public void Decompositions_that_fail_in_a_row_throw_and_the_parameter_stays()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5], [4, 3]);
        using var optimizer = NeutralGradient(parameters);
        optimizer.FailurePolicy.MaxFailedDecompositionsInARow = 2;
        for (var failure = 1; ; failure++)
        {
            StepToEstimate(optimizer, parameters, seed: failure);
            optimizer.States[0]["grad_cov_0"].fill_(double.NaN);
            if (failure == 2)
                break;
            Step(optimizer, parameters, 3);
        }
        var before = new Frozen(optimizer, [parameters[0]]);

        var error = Assert.Throws<StepFailedException>(() => Step(optimizer, parameters, 5));

        Assert.Contains("projections of 'p0' could not be estimated, 2 times in a row", error.Message, StringComparison.Ordinal);
        Assert.Empty(before.DifferencesTo(new Frozen(optimizer, [parameters[0]])));
        Assert.Equal(new FailureCounts(FailedDecompositions: 2, FailedInARow: 2), optimizer.Failures["p0"]);
    }

    [Fact]
    public void A_learning_rate_matrix_that_lost_its_definiteness_is_counted_and_shown()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [20, 20]);
        // The draft's own rate, at which the matrices collapse.
        using var optimizer = OptimizerCase.All.Single(c => c.Name == "LearnedGradient").Create(parameters, ("lr", 1), ("meta_lr_scale", 1));
        for (var step = 0; step < 400; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }

        var lost = optimizer.Failures["p0"].LostDefiniteness;

        Assert.InRange(lost, 1, 80);
        var view = new OptimizerView(optimizer.Snapshot());
        Assert.Contains("lr not positive definite", view.ToString(), StringComparison.Ordinal);
        Assert.Contains("lr not positive definite", view.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_learning_rate_matrix_that_is_not_finite_is_not_used()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5]);
        using var optimizer = OptimizerCase.All.Single(c => c.Name == "LearnedGradient").Create(parameters, ("lr_est_period", 1));
        for (var step = 0; step < 3; step++)
            Step(optimizer, parameters, step);
        var huge = (eye(6) * 3e38f).Doubles();
        // The direction stays within the numbers of float32, the mean diagonal does not.
        optimizer.States[0]["lr_0"].copy_(eye(6) * 3e38f);
        optimizer.States[0]["lr_1"].copy_(eye(5) * 3e-38f);

        Step(optimizer, parameters, 4);

        Assert.Equal(huge, optimizer.States[0]["lr_0"].Doubles());
        Assert.Equal(1, optimizer.Failures["p0"].KeptMatrices);
    }

    [Fact]
    public void Skipped_steps_are_shown_by_the_views()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [6, 5], [3]);
        using var optimizer = new Eve(parameters);
        Assert.DoesNotContain("wrong", new OptimizerView(optimizer.Snapshot()).ToString(), StringComparison.Ordinal);
        TestModels.SetGradients(parameters, 1, scale: double.NaN);
        optimizer.step();

        foreach (var view in new View[] { new OptimizerView(optimizer.Snapshot()), new ParameterView(optimizer.Snapshot().Parameters.First()) })
        {
            Assert.Contains("gradients not finite: skipped", view.ToString(), StringComparison.Ordinal);
            Assert.Contains("gradients not finite: skipped", view.ToHtml(), StringComparison.Ordinal);
        }
        Assert.Equal(1, optimizer.Snapshot().Parameters.Last().Failures.SkippedSteps);
    }

    private static ResearchOptimizer NeutralGradient((string, TorchSharp.Modules.Parameter)[] parameters) =>
        OptimizerCase.All.Single(c => c.Name == "NeutralGradient").Create(parameters, ("lr_for_speedup", 1e-3));

    private static void Step(ResearchOptimizer optimizer, (string, TorchSharp.Modules.Parameter)[] parameters, int seed)
    {
        TestModels.SetGradients(parameters, seed);
        optimizer.step();
    }

    /// <summary>Steps until the next step of the first parameter estimates its projections.</summary>
    private static void StepToEstimate(ResearchOptimizer optimizer, (string, TorchSharp.Modules.Parameter)[] parameters, int seed)
    {
        do
            Step(optimizer, parameters, seed++);
        while (optimizer.States[0].Count("step_within_period") != 20);
    }
}
