using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.Failures;

public sealed class WholeOrNothingTests
{
    public static TheoryData<int> Optimizers => OptimizerCase.Rows;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_update_that_fails_on_the_reference_path_is_undone(bool first)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4], [5], [6]);
        using var optimizer = new FaultyOptimizer(parameters) { Path = OptimizerPath.Reference };
        TestModels.SetGradients(parameters, 2);
        if (!first)
            optimizer.step();
        var before = new Frozen(optimizer, parameters);
        optimizer.Fault = "p1";

        var error = Assert.Throws<StepFailedException>(() => optimizer.step());

        Assert.Equal("p1", error.Parameter);
        Assert.Contains("out of memory", error.Message, StringComparison.Ordinal);
        Assert.All(before.DifferencesTo(new Frozen(optimizer, parameters)), d => Assert.StartsWith("p0", d, StringComparison.Ordinal));
        optimizer.Fault = null;
        optimizer.step();
        Assert.Equal(first ? 1 : 2, StepOf(optimizer, parameters[1].Parameter));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1 << 18)]
    public void An_update_that_fails_on_the_fast_path_writes_nothing(long length)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [1 << 18], [length], [length], [7]);
        using var optimizer = new FaultyOptimizer(parameters);
        TestModels.SetGradients(parameters, 2);
        optimizer.step();
        optimizer.Path = OptimizerPath.Fast;
        var before = new Frozen(optimizer, parameters);
        optimizer.Fault = "p1";

        var error = Assert.Throws<StepFailedException>(() => optimizer.step());

        Assert.Equal("p1", error.Parameter);
        Assert.IsType<FormatException>(error.InnerException);
        Assert.Contains("as before the step", error.Message, StringComparison.Ordinal);
        string[] updated = ["p0", "p0/step", "p0/sum", "p2", "p2/step", "p2/sum", "p3", "p3/step", "p3/sum"];
        Assert.Equal(updated, before.DifferencesTo(new Frozen(optimizer, parameters)));
        optimizer.Fault = null;
        optimizer.step();
        Assert.Equal(2, StepOf(optimizer, parameters[1].Parameter));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_state_tensor_of_another_shape_costs_no_other_number(int row)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [9, 5]);
        using var optimizer = OptimizerCase.All[row].Create(parameters);
        var failed = 0;
        for (var step = 0; step < 12; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
            var state = optimizer.States[1];
            foreach (var name in state.TensorNames.ToArray())
            {
                var good = state[name].clone();
                state[name] = ones(13, 17, 19);
                var before = new Frozen(optimizer, [parameters[1]]);
                // What still works out of shape is another matter.
                if (Record.Exception(() => optimizer.step()) is { } error)
                {
                    // That one is read for all parameters together, before any is updated.
                    if (name != "grad_times_step")
                        Assert.Equal("p1", Assert.IsType<StepFailedException>(error).Parameter);
                    Assert.Empty(before.DifferencesTo(new Frozen(optimizer, [parameters[1]])));
                    failed++;
                }
                state[name] = good;
            }
        }
        Assert.True(failed > 12, $"{failed} steps failed");
    }

    private static long StepOf(ResearchOptimizer optimizer, TorchSharp.Modules.Parameter parameter)
    {
        Assert.True(optimizer.TryGetState(parameter, "step", out var step));
        return (long)step!.Doubles()[0];
    }
}
