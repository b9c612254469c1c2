using System.Text;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Views;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

public sealed class OptimizerViewTests
{
    public static TheoryData<int> Optimizers => OptimizerCase.Rows;

    [Theory, MemberData(nameof(Optimizers))]
    public void Names_shapes_options_and_state_stand_in_the_text(int row)
    {
        using var optimizer = Trained(row, 3, [4, 3], [7], [1]);
        var text = optimizer.View().ToString();
        Assert.All(optimizer.ParameterNames, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.All(optimizer.States.SelectMany(s => s.TensorNames), name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.All(optimizer.Snapshot().Groups[0].Options.Keys, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.Contains("[4, 3]", text, StringComparison.Ordinal);
        Assert.StartsWith($"{OptimizerCase.All[row]}: 3 parameters with 20 elements in 1 group", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_views_read_as_approved()
    {
        // One step from given values of full rank: no number is rounding, so four digits are the same on every machine.
        var weight = new Parameter(arange(1, 9, dtype: ScalarType.Float64).reshape(2, 2, 2));
        using var gradient = tensor(new[] { 4.0, 1, 2, 3, 1, 5, 3, 2 }).reshape(2, 2, 2);
        using var optimizer = OptimizerCase.All[2].Create([("weight", weight)]);
        using (torch.NewDisposeScope())
        {
            weight.grad = gradient;
            optimizer.step();
        }
        Approved.Verify(optimizer.View().ToString(), "view-optimizer.txt");
        Approved.Verify(optimizer.Snapshot().Parameters.First().View().ToString(), "view-parameter.txt");
    }

    [Fact]
    public void Before_the_first_step_nothing_is_kept_yet()
    {
        using var optimizer = OptimizerCase.All[2].Create(TestModels.Parameters(1, ScalarType.Float32, [4, 3]));
        Assert.Contains("nothing yet", optimizer.View().ToString(), StringComparison.Ordinal);
        Assert.Contains("no state yet", optimizer.Snapshot().Parameters.First().View().ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Two_hundred_parameters_keep_within_200_KB(int row)
    {
        using var optimizer = Trained(row, 2, [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? new long[] { 24, 16 } : [24])]);
        var html = optimizer.View().ToHtml();
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 20_000, 200_000);
        Assert.Contains("p199", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_parameters_are_said_in_words()
    {
        using var optimizer = Trained(2, 1, [.. Enumerable.Repeat(new long[] { 2, 2 }, 2000)]);
        var html = optimizer.View().ToHtml();
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 20_000, 200_000);
        Assert.Contains("parameters more left out", html, StringComparison.Ordinal);
        Assert.Contains("The state of", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_finite_are_said_first()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = OptimizerCase.All[0].Create(parameters);
        using (no_grad())
            parameters[0].Parameter[0, 0] = float.NaN;
        Assert.Contains("Not finite: 1 parameter", optimizer.View().ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_parameter_shows_every_matrix_and_keeps_within_its_budget(int row)
    {
        using var optimizer = Trained(row, 30, [24, 16], [6, 4, 3, 3]);
        foreach (var parameter in optimizer.Snapshot().Parameters)
        {
            var html = parameter.View().ToHtml();
            Assert.InRange(html.Length, 1000, 400_000);
            foreach (var name in parameter.State.Keys.Where(n => n.StartsWith("lr_", StringComparison.Ordinal) || n.StartsWith("proj_", StringComparison.Ordinal)))
                Assert.Contains($"<summary>{name}: ", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_are_encoded()
    {
        using var optimizer = OptimizerCase.All[2].Create([("<script>alert('x')</script>\"&", new Parameter(zeros(2, 2)))]);
        foreach (var html in new[] { optimizer.View().ToHtml(), optimizer.Snapshot().Parameters.First().View().ToHtml() })
        {
            Assert.Contains("&lt;script&gt;alert", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        }
    }

    internal static ResearchOptimizer Trained(int row, int steps, params long[][] shapes)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, shapes);
        var optimizer = OptimizerCase.All[row].Create(parameters);
        for (var step = 0; step < steps; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        return optimizer;
    }
}
