using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tracing;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

public sealed class TraceViewTests
{
    private const string Evil = "<script>alert(\"1\")</script>";

    [Fact]
    public void The_table_has_the_lines_in_the_order_of_the_algorithm()
    {
        var step = Record(p => LearnedGradient.Draft(p)).Steps[0].Parameters[0];
        var text = new ParameterTraceView(step).ToString();

        var at = -1;
        foreach (var line in step.Lines)
        {
            var next = text.IndexOf($"{line.Line} ", at + 1, StringComparison.Ordinal);
            Assert.True(next > at, line.Line);
            at = next;
        }
        Assert.Contains("the largest difference is 0.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_above_one_element_opens_as_a_figure_in_html_and_not_in_text()
    {
        var step = Record(p => new Cain(p)).Steps[0].Parameters[0];
        var html = new ParameterTraceView(step).ToHtml();

        Assert.Equal(step.Lines.Count(l => l.Value.Statistics.Count > 1), html.Split("<details>").Length - 1);
        Assert.Equal(html.Split("<details>").Length, html.Split("<img").Length);
        Assert.DoesNotContain("heat map", new ParameterTraceView(step).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_says_how_large_it_is_and_where()
    {
        var step = Record(p => new Eve(p)).Steps[0].Parameters[0];

        Assert.Contains("3×10⁻⁷ of the tensor's largest element, at exp_avg_sq.", new ParameterTraceView(step with { MaxDifference = 3e-7, DifferenceAt = "exp_avg_sq" }).ToString(), StringComparison.Ordinal);
        Assert.Contains("cannot be compared at exp_avg", new ParameterTraceView(step with { MaxDifference = double.NaN, DifferenceAt = "exp_avg" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_parameters_and_steps_stay_within_the_budget()
    {
        var shapes = Enumerable.Repeat(new long[] { 40, 30 }, 20).ToArray();
        var trace = Record(p => LearnedGradient.Draft(p), steps: 3, shapes: shapes);

        var html = new StepTraceView(trace).ToHtml();

        Assert.InRange(html.Length, 1, 400_000);
        Assert.Contains("more are in trace.Steps", html, StringComparison.Ordinal);
        Assert.Equal(17, html.Split("<img").Length);
    }

    [Fact]
    public void Names_are_encoded_and_odd_values_are_shown_as_what_they_are()
    {
        using var odd = tensor(new[,] { { double.NaN, double.PositiveInfinity, 1 }, { 2, 3, double.NegativeInfinity } });
        using var nothing = zeros(0, 3);
        using var scalar = tensor(double.NaN);
        var step = Record(p => new Eve(p)).Steps[0].Parameters[0] with
        {
            Name = Evil,
            Lines = [new(Evil, Evil, TensorSnapshot.Of(odd)), new("empty", "e", TensorSnapshot.Of(nothing)), new("scalar", "s", TensorSnapshot.Of(scalar)), new("large", "l", TensorSnapshot.Of(odd, elementLimit: 2))],
        };
        View[] views = [new ParameterTraceView(step), new TracedStepView(new TracedStep(0, [step, step]))];
        foreach (var view in views)
        {
            Assert.DoesNotContain("<script>alert", view.ToHtml(), StringComparison.Ordinal);
            Assert.DoesNotContain("cannot be drawn", view.ToHtml(), StringComparison.Ordinal);
            Assert.Contains("NaN", view.ToString(), StringComparison.Ordinal);
            Assert.Contains("only statistics were kept", view.ToHtml(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_trace_without_steps_and_a_step_without_parameters_say_so()
    {
        using var optimizer = new Eve(TestModels.Parameters(1, ScalarType.Float64, [2, 2]));
        using var trace = StepTrace.Record(optimizer);
        Assert.Contains("without any step", new StepTraceView(trace).ToString(), StringComparison.Ordinal);

        optimizer.step();
        Assert.Contains("No parameter had a gradient", new StepTraceView(trace).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(StepTrace))]
    [InlineData(typeof(TracedStep))]
    [InlineData(typeof(ParameterTrace))]
    [InlineData(typeof(History))]
    [InlineData(typeof(HistorySnapshot))]
    [InlineData(typeof(OptimNotebookExt.Diagnostics.DiagnosticsReport))]
    [InlineData(typeof(OptimNotebookExt.Experiments.EveCain.EveCainResults))]
    [InlineData(typeof(OptimNotebookExt.Experiments.EveCain.EveCainRun))]
    [InlineData(typeof(OptimNotebookExt.Experiments.RunManifest))]
    public void A_host_finds_the_formatters_of_the_type_by_name(Type type)
    {
        var attribute = type.GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        Assert.NotNull(attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute));
        Assert.Contains(type, ViewCatalog.Types);
    }

    private static StepTrace Record(Func<(string, TorchSharp.Modules.Parameter)[], ResearchOptimizer> create, int steps = 1, long[][]? shapes = null)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, shapes ?? [[5, 4]]);
        using var optimizer = create(parameters);
        var trace = StepTrace.Record(optimizer, steps);
        for (var step = 0; step < steps; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        return trace;
    }
}
