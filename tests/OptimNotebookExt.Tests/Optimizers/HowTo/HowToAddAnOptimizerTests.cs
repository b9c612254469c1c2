using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tracing;
using static OptimNotebookExt.Optimizers.OptimizerBadInput;
using static OptimNotebookExt.Optimizers.OptimizerCatalog;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.HowTo;

/// <summary>The optimizer of docs/how-to-add-an-optimizer.md is one.</summary>
public sealed class HowToAddAnOptimizerTests
{
    private const string Beta = "in [0, 1)";
    private const string NonNegative = "in [0, ∞)";

    private static OptimizerInfo Info { get; } =
        Row<LionOptions>(
            nameof(Lion),
            (group, options, _) => new Lion([group], options),
            new() { ["lr"] = 0.01 },
            [
                Of("lr", -1, NonNegative), Of("beta1", 1, Beta), Of("beta2", 1, Beta),
            ]);

    [Fact]
    public void It_steps_along_the_sign_of_its_average()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [2, 2]);
        using var optimizer = new Lion(parameters, lr: 0.5, beta1: 0.5, beta2: 0.75);
        using var gradient = tensor(new double[,] { { 1, -2 }, { 0, 4 } });
        var start = parameters[0].Parameter.Doubles();
        parameters[0].Parameter.grad = gradient;
        optimizer.step();
        Assert.Equal([start[0] - 0.5, start[1] + 0.5, start[2], start[3] - 0.5], parameters[0].Parameter.Doubles());
        Assert.True(optimizer.TryGetState(parameters[0].Parameter, "exp_avg", out var exp_avg));
        Assert.Equal([0.25, -0.5, 0, 1], exp_avg!.data<double>().ToArray());
    }

    [Fact]
    public void Its_row_makes_it_and_refuses_what_it_says()
    {
        foreach (var bad in Info.BadInputs)
        {
            var refused = Assert.ThrowsAny<ArgumentException>(() =>
            {
                var options = Info.NewOptions();
                foreach (var (name, value) in bad.Options)
                    options[name] = value;
                Info.Create(TestModels.Parameters(1, ScalarType.Float32, [3]), options);
            });
            Assert.Contains(bad.Message, refused.Message, StringComparison.Ordinal);
        }
        using var optimizer = Info.Create(TestModels.Parameters(1, ScalarType.Float32, [3]));
        Assert.Equal([OptimizerPath.Reference], Info.Paths);
    }

    [Fact]
    public void A_trace_tells_its_lines()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [2, 3]);
        using var optimizer = Info.Create(parameters);
        using var trace = StepTrace.Record(optimizer);
        TestModels.SetGradients(parameters, 2);
        optimizer.step();
        Assert.Contains("direction = sign(β1·exp_avg + (1-β1)·g)", trace.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lion.cs")]
    [InlineData("LionOptions.cs")]
    public void The_how_to_shows_the_code_that_is_tested_here(string file)
    {
        var code = Read("tests", "OptimNotebookExt.Tests", "Optimizers", "HowTo", file).Replace("internal ", "public ", StringComparison.Ordinal);
        Assert.Contains(code[code.IndexOf("/// <summary>", StringComparison.Ordinal)..], Read("docs", "how-to-add-an-optimizer.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_how_to_shows_the_row_that_is_tested_here()
    {
        var code = Read("tests", "OptimNotebookExt.Tests", "Optimizers", "HowTo", "HowToAddAnOptimizerTests.cs");
        var begin = code.IndexOf("        Row<LionOptions>(", StringComparison.Ordinal);
        var row = code[begin..code.IndexOf("]);", begin, StringComparison.Ordinal)];
        Assert.Contains(row + "]),", Read("docs", "how-to-add-an-optimizer.md"), StringComparison.Ordinal);
    }

    private static string Read(params string[] path) => File.ReadAllText(Repository.Path(path)).ReplaceLineEndings("\n");
}
