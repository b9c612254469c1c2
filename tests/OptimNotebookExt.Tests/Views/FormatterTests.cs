using System.Collections;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

/// <summary>Formats as a host does, that is by names alone.</summary>
public sealed class FormatterTests
{
    [Theory]
    [InlineData(typeof(Figure))]
    [InlineData(typeof(Eve))]
    [InlineData(typeof(NeutralGradient))]
    [InlineData(typeof(OptimizerSnapshot))]
    [InlineData(typeof(ParameterSnapshot))]
    [InlineData(typeof(TensorSnapshot))]
    [InlineData(typeof(Projection))]
    [InlineData(typeof(PgpCheck))]
    [InlineData(typeof(MatrixView))]
    [InlineData(typeof(OptimizerView))]
    public void The_type_names_a_source_of_formatters_for_html_first(Type type)
    {
        Assert.NotEmpty(Formatters(type));
        var preferred = (string[])Attribute(type).GetType().GetProperty("PreferredMimeTypes")!.GetValue(Attribute(type))!;
        Assert.Equal("text/html", preferred[0]);
    }

    [Fact]
    public void A_host_draws_every_kind_of_value()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = OptimizerCase.All[0].Create(parameters);
        var snapshot = optimizer.Snapshot();
        using var g = Matrices.Covariance(3, 5);
        using var projection = ProjectionEstimator.Estimate(g, g);
        object[] values = [optimizer, snapshot, snapshot.Parameters.First(), snapshot.Parameters.First().Value, projection, projection.Check, Figure.Line("t", "A line that goes up.", [1, 2]), snapshot.View()];
        Assert.All(values, value =>
        {
            Assert.Contains("<", Format(value, "text/html"), StringComparison.Ordinal);
            Assert.DoesNotContain("cannot be", Format(value, "text/html"), StringComparison.Ordinal);
            Assert.DoesNotContain("</", Format(value, "text/plain"), StringComparison.Ordinal);
        });
        Assert.Contains("P·G·P = C holds", Format(projection.Check, "text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_draws_plotly_itself_gets_the_chart_of_a_figure_and_of_nothing_else()
    {
        var figure = Figure.Line("t", "A line that goes up.", [1, 2]);
        Assert.Equal(figure.ToPlotlyJson(), Format(figure, Figure.PlotlyMimeType));
        Assert.Equal(figure.ToPlotlyJson(), Format(new FigureView(figure), Figure.PlotlyMimeType));
        var formatter = Formatters(typeof(RunManifest)).Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == Figure.PlotlyMimeType);
        Assert.False((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [RunManifest.Capture([]), new StringWriter()])!);
    }

    [Fact]
    public void A_value_that_cannot_be_shown_says_why_instead_of_throwing()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = OptimizerCase.All[0].Create(parameters);
        parameters[0].Parameter.Dispose();
        Assert.Contains("Eve cannot be shown", Format(optimizer, "text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_a_view_is_left_to_the_host()
    {
        var writer = new StringWriter();
        var formatter = Formatters(typeof(Figure))[0];
        Assert.False((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, ["text", writer])!);
        Assert.Empty(writer.ToString());
    }

    [Fact]
    public void TorchSharps_own_types_have_views_that_a_host_can_register()
    {
        using var x = zeros(2, 3);
        using var model = TestModels.Mlp(1);
        using var adam = optim.Adam(model.parameters(), lr: 0.25);
        (object Value, string Says)[] cases =
        [
            (x, "[2, 3]"), (model, "0.weight"), (model.parameters().First(), "requires grad"), (adam, "0.25"),
        ];
        Assert.All(cases, c =>
        {
            var (type, create) = ForeignFormatters.All.First(f => f.Type.IsInstanceOfType(c.Value));
            Assert.Contains(c.Says, create(c.Value).ToHtml(), StringComparison.Ordinal);
            Assert.Equal(create(c.Value).ToString(), View.Of(c.Value)!.ToString());
        });
        using var own = OptimizerCase.All[0].Create([("p", model.parameters().First())]);
        Assert.IsType<OptimizerView>(View.Of(own));
    }

    private static string Format(object value, string mimeType)
    {
        var formatter = Formatters(value.GetType()).First(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mimeType);
        using var writer = new StringWriter();
        Assert.True((bool)formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!.Invoke(formatter, [value, writer])!);
        return writer.ToString();
    }

    private static object[] Formatters(Type type)
    {
        var attribute = Attribute(type);
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!, nonPublic: true)!;
        return [.. ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>()];
    }

    private static object Attribute(Type type) => type.GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
}
