using System.Text.Json.Nodes;
using OptimNotebookExt.Figures;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Figure = OptimNotebookExt.Figures.Figure;

namespace OptimNotebookExt.Plotly.Tests;

public class ToPlotlyNetTests
{
    private static JsonObject Json(GenericChart chart) => JsonNode.Parse(GenericChart.toFigureJson(chart))!.AsObject();

    [Theory]
    [MemberData(nameof(Examples.Names), MemberType = typeof(Examples))]
    public void The_chart_has_the_traces_and_the_layout_of_the_figures_own_JSON(string name)
    {
        var figure = Examples.Named(name);
        var own = JsonNode.Parse(figure.ToPlotlyJson())!.AsObject();

        var chart = Json(figure.ToPlotlyNet());

        AssertSame(own["data"], chart["data"], "data");
        AssertSame(own["layout"], chart["layout"], "layout");
    }

    [Fact]
    public void A_line_keeps_its_values_its_gap_and_its_name()
    {
        var figure = Examples.Lines();
        var line = (LineSeries)figure.Panels[0].Series[0];

        var traces = GenericChart.getTraces(figure.ToPlotlyNet()).ToArray();

        Assert.Equal(3, traces.Length);
        Assert.All(traces, trace => Assert.Equal("scatter", trace.type));
        Assert.Equal(["Eve", "&lt;b&gt;Cain&lt;/b&gt;"], traces[..2].Select(trace => trace.GetPropertyValue("name")));
        Assert.Equal(line.X.Select(x => (double?)x), Assert.IsType<double?[]>(traces[0].GetPropertyValue("x")));
        Assert.Equal([10, 5, null, 1], Assert.IsType<double?[]>(traces[0].GetPropertyValue("y")));
    }

    [Fact]
    public void The_axes_keep_their_type_and_title()
    {
        var layout = Json(Examples.Lines().ToPlotlyNet())["layout"]!;

        Assert.Equal("log", (string?)layout["yaxis"]!["type"]);
        Assert.Equal("avg_loss", (string?)layout["yaxis"]!["title"]!["text"]);
        Assert.Null(layout["xaxis"]!["type"]);
        Assert.Equal("epoch", (string?)layout["xaxis"]!["title"]!["text"]);
        Assert.Equal("Loss", (string?)layout["title"]!["text"]);
    }

    [Fact]
    public void A_matrix_keeps_its_cells_and_a_missing_one_is_null()
    {
        var z = Json(Examples.Matrix().ToPlotlyNet())["data"]![0]!["z"]!.AsArray();

        Assert.Equal([1, 2, null, 4, 5, -6.25], z.SelectMany(row => row!.AsArray()).Select(cell => (double?)cell));
        Assert.Equal(2, z.Count);
    }

    [Fact]
    public void One_trace_makes_a_chart_and_several_make_a_multi_chart()
    {
        Assert.True(Examples.Matrix().ToPlotlyNet().IsChart);
        Assert.True(Examples.Lines().ToPlotlyNet().IsMultiChart);
        Assert.True(Figure.Line("", "A figure that has no series.", Array.Empty<Series>()).ToPlotlyNet().IsMultiChart);
    }

    [Fact]
    public void Styles_of_Plotly_NET_add_to_what_the_figure_has_set()
    {
        var chart = Examples.Lines().ToPlotlyNet();

        chart = Chart.withTitle("Styled", null).Invoke(chart);
        chart = Chart.withYAxis(With(new LinearAxis(), "showgrid", false), StyleParam.SubPlotId.NewYAxis(1)).Invoke(chart);
        Trace.updateLine<Trace>(With(new Line(), "width", 5)).Invoke(GenericChart.getTraces(chart)[1]);

        var json = Json(chart);
        Assert.Equal("Styled", (string?)json["layout"]!["title"]!["text"]);
        Assert.Equal(0.02, (double?)json["layout"]!["title"]!["x"]); // set by the figure
        Assert.Equal(false, (bool?)json["layout"]!["yaxis"]!["showgrid"]);
        Assert.Equal("log", (string?)json["layout"]!["yaxis"]!["type"]);
        Assert.Equal("avg_loss", (string?)json["layout"]!["yaxis"]!["title"]!["text"]);
        Assert.Equal(5, (double?)json["data"]![1]!["line"]!["width"]);
        Assert.Equal("7px,3px", (string?)json["data"]![1]!["line"]!["dash"]);
    }

    [Fact]
    public void Sizes_are_found_under_the_type_that_Plotly_NET_looks_for()
    {
        var size = GenericChart.tryGetLayoutSize(Examples.Points().ToPlotlyNet());

        Assert.Equal(640, size.Item1.Value);
        Assert.True(size.Item2.Value > 0);
    }

    [Fact]
    public void Charts_of_one_figure_share_nothing_with_each_other_nor_with_the_defaults()
    {
        var figure = Examples.Lines();
        var before = Json(figure.ToPlotlyNet()).ToJsonString();
        var first = figure.ToPlotlyNet();

        GenericChart.getLayout(first).SetProperty("width", 1);
        GenericChart.getTraces(first)[0].SetProperty("name", "changed");
        GenericChart.getDisplayOptions(first).SetProperty("PlotlyJSReference", PlotlyJSReference.NoReference);

        Assert.Equal(before, Json(figure.ToPlotlyNet()).ToJsonString());
        Assert.True(DisplayOptions.getPlotlyReference(Defaults.DefaultDisplayOptions).IsCDN);
    }

    [Fact]
    public void No_figure_is_refused_by_name()
    {
        Assert.Throws<ArgumentNullException>("figure", () => ((Figure)null!).ToPlotlyNet());
    }

    private static T With<T>(T target, string name, object value)
        where T : DynamicObj.DynamicObj
    {
        target.SetProperty(name, value);
        return target;
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject properties:
                var other = Assert.IsType<JsonObject>(actual);
                Assert.Equal(properties.Select(p => p.Key).Order(StringComparer.Ordinal), other.Select(p => p.Key).Order(StringComparer.Ordinal));
                foreach (var (name, value) in properties)
                    AssertSame(value, other[name], $"{path}.{name}");
                break;
            case JsonArray items:
                var others = Assert.IsType<JsonArray>(actual);
                Assert.True(items.Count == others.Count, path);
                for (var i = 0; i < items.Count; i++)
                    AssertSame(items[i], others[i], $"{path}[{i}]");
                break;
            case JsonValue value when value.TryGetValue<double>(out var number):
                Assert.True(number == (double?)actual, $"{path}: {number} against {actual}");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: {expected} against {actual}");
                break;
        }
    }
}
