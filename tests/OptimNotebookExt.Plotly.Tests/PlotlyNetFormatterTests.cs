using Microsoft.DotNet.Interactive.Formatting;
using OptimNotebookExt.Figures;
using Plotly.NET;

namespace OptimNotebookExt.Plotly.Tests;

/// <summary>The formatters of .NET Interactive itself, as a host uses them.</summary>
public sealed class PlotlyNetFormatterTests : IDisposable
{
    private const string Html = "text/html";

    public PlotlyNetFormatterTests() => Formatter.ResetToDefault();

    public void Dispose() => Formatter.ResetToDefault();

    [Theory]
    [MemberData(nameof(Examples.Names), MemberType = typeof(Examples))]
    public void A_returned_chart_draws_itself(string name)
    {
        var html = Examples.Named(name).ToPlotlyNet().ToDisplayString(Html);

        Assert.Contains("Plotly.newPlot(", html, StringComparison.Ordinal);
        // What Plotly.NET.Interactive writes: plotly.js by require(), as notebooks do not run a <script src> of an output.
        Assert.Contains("requirejs.config({context:'fsharp-plotly',paths:{plotly:'https://cdn.plot.ly/plotly-2.28.0.min'}})", html, StringComparison.Ordinal);
    }

    [Fact]
    public void HTML_is_what_a_host_asks_for_first()
    {
        var chart = Examples.Lines().ToPlotlyNet();

        Assert.Equal(Html, Formatter.GetPreferredMimeTypesFor(chart.GetType()).First());
    }

    [Fact]
    public void A_chart_that_was_made_by_Plotly_NET_alone_draws_itself_once_registered()
    {
        Assert.True(PlotlyNetFormatter.Register());

        var chart = Chart.withTitle("Own", null).Invoke(GenericChart.ofTraceObject(true, new Trace2D("scatter")));

        Assert.Contains("Plotly.newPlot(", chart.ToDisplayString(Html), StringComparison.Ordinal);
    }

    [Fact]
    public void A_formatter_of_the_user_stays()
    {
        Formatter.Register<GenericChart>((_, writer) => writer.Write("my own"), Html);

        Assert.True(PlotlyNetFormatter.Register());

        Assert.Equal("my own", Examples.Lines().ToPlotlyNet().ToDisplayString(Html));
    }

    [Fact]
    public void Drawing_a_chart_leaves_it_as_it_was()
    {
        var chart = Examples.Lines().ToPlotlyNet();

        chart.ToDisplayString(Html);

        Assert.True(DisplayOptions.getPlotlyReference(GenericChart.getDisplayOptions(chart)).IsCDN);
    }

    [Fact]
    public void A_chart_that_shall_not_load_plotly_js_does_not()
    {
        var chart = Examples.Lines().ToPlotlyNet();
        GenericChart.getDisplayOptions(chart).SetProperty("PlotlyJSReference", PlotlyJSReference.NoReference);

        Assert.DoesNotContain("cdn.plot.ly", chart.ToDisplayString(Html), StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_of_a_chart_draws_itself_by_its_attribute_alone()
    {
        var view = new PlotlyNetView(Examples.Lines().ToPlotlyNet());
        Formatter.ResetToDefault();

        Assert.Contains("Plotly.newPlot(", view.ToDisplayString(Html), StringComparison.Ordinal);
        Assert.Equal("Plotly.NET chart of 3 traces: scatter", view.ToDisplayString("text/plain"));
        Assert.Equal(Html, Formatter.GetPreferredMimeTypesFor(typeof(PlotlyNetView)).First());
    }

    [Fact]
    public void A_view_without_a_chart_is_refused_by_name()
    {
        Assert.Throws<ArgumentNullException>("chart", () => new PlotlyNetView(null!));
    }
}
