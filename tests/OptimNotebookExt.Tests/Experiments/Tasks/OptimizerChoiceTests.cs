using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Optimizers;
using TorchSharp;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Experiments.Tasks;

public class OptimizerChoiceTests
{
    [Fact]
    public void The_names_are_those_of_the_catalog_and_two_of_TorchSharp()
    {
        Assert.Equal([.. OptimizerCatalog.All.Select(o => o.Name), "AdamW", "SGD"], OptimizerChoice.Names);
        foreach (var name in OptimizerChoice.Names)
        {
            using var parameter = new Parameter(torch.ones(3, 2));
            using var optimizer = Choice(name, ("lr", 0.125)).Create([("w", parameter)], seed: 4);
            Assert.Equal(0.125, optimizer.ParamGroups.Single().LearningRate);
            Assert.Equal(name, optimizer is ResearchOptimizer own ? own.Kind : optimizer.GetType().Name);
        }
    }

    [Fact]
    public void Settings_reach_the_optimizer()
    {
        Assert.Equal(0.75, StepOf("SGD", ("lr", 0.125), ("momentum", 0), ("weight_decay", 0)), 6);
        Assert.Equal(0.625, StepOf("SGD", ("lr", 0.125), ("momentum", 0), ("weight_decay", 1)), 6);
        Assert.Equal(0.5 + 0.125, StepOf("SGD", ("lr", 0.125), ("momentum", 0.5), ("nesterov", 1)), 6);
        // Adam's first step is lr, whatever the gradient; the decay comes before it.
        Assert.Equal(0.9 - 0.1, StepOf("AdamW", ("lr", 0.1), ("weight_decay", 1), ("eps", 0)), 6);
        Assert.Equal("LearnedGradientStable eta=0.01 lr=0.05", Choice("LearnedGradientStable", ("lr", 0.05), ("eta", 0.01)).ToString());
    }

    [Fact]
    public void The_bytes_of_the_state_are_those_of_its_tensors()
    {
        // momentum; two moments; delta, exp_avg_sq and nothing of the size of the parameter more for Eve.
        Assert.Equal(4 * 6, BytesOf("SGD"));
        Assert.Equal(0, BytesOf("SGD", ("momentum", 0)));
        Assert.Equal(8 * 6, BytesOf("AdamW"));
        Assert.Equal(8 * 6, BytesOf("Eve"));
    }

    [Theory]
    [InlineData("Adam", "lr", 1, "There is no optimizer 'Adam'; there are Eve, Cain")]
    [InlineData("AdamW", "beta3", 1, "AdamW has no option 'beta3'; it has lr, beta1, beta2, eps, weight_decay")]
    [InlineData("SGD", "lr", -1, "lr must be in [0, ∞), but is -1")]
    [InlineData("SGD", "nesterov", 0.5, "nesterov must be a whole number in [0, 1], but is 0.5")]
    [InlineData("Cain", "speed", 1, "CainOptions has no option 'speed'")]
    [InlineData("Cain", "beta1", 1, "beta1 must be in [0, 1), but is 1")]
    public void What_there_is_not_is_refused_with_what_there_is(string name, string setting, double value, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Choice(name, (setting, value)).Validate()).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesterov_needs_momentum() =>
        Assert.Contains("momentum above 0", Assert.Throws<ArgumentException>(() => Choice("SGD", ("momentum", 0), ("nesterov", 1)).Validate()).Message, StringComparison.Ordinal);

    private static OptimizerChoice Choice(string name, params (string Name, double Value)[] settings) => new(name, settings.ToDictionary(s => s.Name, s => s.Value));

    /// <summary>Where a parameter of 1 is after one step along a gradient of 2.</summary>
    private static double StepOf(string name, params (string Name, double Value)[] settings)
    {
        using var scope = torch.NewDisposeScope();
        using var parameter = new Parameter(torch.ones(1));
        using var optimizer = Choice(name, settings).Create([("w", parameter)]);
        parameter.mul(2.ToScalar()).sum().backward();
        optimizer.step();
        return parameter.ToDouble();
    }

    private static long BytesOf(string name, params (string Name, double Value)[] settings)
    {
        using var scope = torch.NewDisposeScope();
        using var parameter = new Parameter(torch.ones(3, 2));
        using var optimizer = Choice(name, settings).Create([("w", parameter)]);
        parameter.square().sum().backward();
        optimizer.step();
        return OptimizerChoice.StateBytes(optimizer);
    }
}
