using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tracing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.Failures;

[Trait(Once.Name, Once.Value)]
public sealed class NonFiniteGradientTests
{
    // The third is cut into chunks by the fast path, of which the bad number is in the last.
    private static readonly long[][] Shapes = [[8, 5], [7], [300, 700], [], [1]];

    public static TheoryData<int, OptimizerPath, ScalarType> Cases
    {
        get
        {
            var data = new TheoryData<int, OptimizerPath, ScalarType>();
            for (var row = 0; row < OptimizerCase.All.Length; row++)
            {
                foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64 })
                {
                    data.Add(row, OptimizerPath.Reference, dtype);
                    data.Add(row, OptimizerPath.Auto, dtype);
                }
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_bad_gradient_leaves_out_its_parameter_alone(int row, OptimizerPath path, ScalarType dtype)
    {
        var (optimizer, parameters) = Trained(row, path, dtype);
        using var disposed = optimizer;
        double[] bad = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        for (var i = 0; i < parameters.Length; i++)
        {
            var (name, parameter) = parameters[i];
            TestModels.SetGradients(parameters, 50 + i);
            Spoil(parameter, bad[i % bad.Length]);
            var before = new Frozen(optimizer, parameters);

            optimizer.step();

            var changed = before.DifferencesTo(new Frozen(optimizer, parameters));
            Assert.DoesNotContain(changed, c => c == name || c.StartsWith(name + "/", StringComparison.Ordinal));
            Assert.Empty(parameters.Select(p => p.Name).Except([name]).Except(changed));
            Assert.Equal(new FailureCounts(SkippedSteps: 1, SkippedInARow: 1), optimizer.Failures[name]);
            TestModels.SetGradients(parameters, 60);
            optimizer.step();
            Assert.Equal(new FailureCounts(SkippedSteps: 1), optimizer.Failures[name]);
        }
        Assert.All(parameters, p => Assert.DoesNotContain(p.Parameter.Doubles(), v => !double.IsFinite(v)));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_first_gradient_may_be_bad(int row, OptimizerPath path, ScalarType dtype)
    {
        var parameters = TestModels.Parameters(1, dtype, Shapes);
        using var optimizer = OptimizerCase.All[row].Create(parameters);
        optimizer.Path = path;
        TestModels.SetGradients(parameters, 2);
        Spoil(parameters[0].Parameter, double.NaN);

        optimizer.step();

        Assert.Empty(optimizer.StateNames(parameters[0].Parameter));
        Assert.NotEmpty(optimizer.StateNames(parameters[1].Parameter));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Raise_throws_before_anything_has_changed(int row, OptimizerPath path, ScalarType dtype)
    {
        var (optimizer, parameters) = Trained(row, path, dtype);
        using var disposed = optimizer;
        optimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Raise;
        Spoil(parameters[2].Parameter, double.NaN);
        var before = new Frozen(optimizer, parameters);

        var error = Assert.Throws<StepFailedException>(() => optimizer.step());

        Assert.Equal("p2", error.Parameter);
        Assert.Contains("gradient of 'p2' is not finite: 1 NaN and 0 infinite of 210000 values, the finite ones from -", error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.Empty(before.DifferencesTo(new Frozen(optimizer, parameters)));
        Assert.Empty(optimizer.Failures);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Too_many_skips_in_a_row_throw_before_anything_has_changed(int row, OptimizerPath path, ScalarType dtype)
    {
        var (optimizer, parameters) = Trained(row, path, dtype);
        using var disposed = optimizer;
        optimizer.FailurePolicy.MaxSkipsInARow = 3;
        Spoil(parameters[0].Parameter, double.PositiveInfinity);
        optimizer.step();
        optimizer.step();
        var before = new Frozen(optimizer, parameters);

        var error = Assert.Throws<StepFailedException>(() => optimizer.step());

        Assert.Contains("gradient of 'p0' is not finite for step 3 in a row: 0 NaN and 1 infinite of 40 values, the finite ones from -", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxSkipsInARow", error.Message, StringComparison.Ordinal);
        Assert.Empty(before.DifferencesTo(new Frozen(optimizer, parameters)));
        Assert.Equal(new FailureCounts(SkippedSteps: 2, SkippedInARow: 2), optimizer.Failures["p0"]);

        TestModels.SetGradients(parameters, 9);
        optimizer.step();
        Assert.Equal(new FailureCounts(SkippedSteps: 2), optimizer.Failures["p0"]);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Propagate_lets_the_values_spread(int row, OptimizerPath path, ScalarType dtype)
    {
        var (optimizer, parameters) = Trained(row, path, dtype);
        using var disposed = optimizer;
        optimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        Spoil(parameters[0].Parameter, double.NaN);

        optimizer.step();

        Assert.Contains(parameters[0].Parameter.Doubles(), double.IsNaN);
        Assert.Empty(optimizer.Failures);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_traced_step_skips_and_counts_once(int row, OptimizerPath path, ScalarType dtype)
    {
        var (optimizer, parameters) = Trained(row, path, dtype);
        using var disposed = optimizer;
        Spoil(parameters[1].Parameter, double.NaN);
        var before = new Frozen(optimizer, [parameters[1]]);
        using var trace = StepTrace.Record(optimizer);

        optimizer.step();

        Assert.Empty(before.DifferencesTo(new Frozen(optimizer, [parameters[1]])));
        Assert.Equal(new FailureCounts(SkippedSteps: 1, SkippedInARow: 1), optimizer.Failures["p1"]);
        Assert.Equal(["p0", "p2", "p3", "p4"], trace.Steps[0].Parameters.Select(p => p.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_below_one_is_refused(long limit)
    {
        var policy = new FailurePolicy();
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => policy.MaxSkipsInARow = limit).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => policy.MaxFailedDecompositionsInARow = limit).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.NonFiniteGradients = (NonFiniteGradients)7);
    }

    private static (ResearchOptimizer Optimizer, (string Name, Parameter Parameter)[] Parameters) Trained(int row, OptimizerPath path, ScalarType dtype)
    {
        var parameters = TestModels.Parameters(1, dtype, Shapes);
        // NeutralGradient else has steps in which it only gathers.
        var optimizer = OptimizerCase.All[row].Name == "NeutralGradient"
            ? OptimizerCase.All[row].Create(parameters, ("lr_for_speedup", 1e-3))
            : OptimizerCase.All[row].Create(parameters);
        optimizer.Path = path;
        for (var step = 0; step < 3; step++)
        {
            TestModels.SetGradients(parameters, 2 + step);
            optimizer.step();
        }
        return (optimizer, parameters);
    }

    /// <summary>Spoils the gradient's last number.</summary>
    private static void Spoil(Parameter parameter, double value)
    {
        using var gradient = parameter.grad!;
        using var flat = gradient.reshape(-1);
        flat[^1] = tensor(value, dtype: flat.dtype);
    }
}
