using System.Xml.Linq;
using OptimNotebookExt.Host.Reports.Charts;

namespace OptimNotebookExt.Host.Tests.Reports;

public class LogChartTests
{
    private static string Render(params ChartSeries[] series) => LogChart.Render(series, "epoch", "loss", ("ours", "theirs"), 600, 300);

    private static string[] Paths(string svg, Func<XElement, bool> of) =>
        [.. XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "path" && of(e)).Select(e => e.Attribute("d")!.Value)];

    private static bool IsSolidLine(XElement path) => path.Attribute("stroke-width")?.Value == "1.8";

    [Fact]
    public void Values_that_a_logarithm_cannot_show_leave_a_gap_in_the_line()
    {
        var svg = Render(new ChartSeries("a", [1, 10, double.NaN, 0, -1, 10, 100], SeriesStyle.Number(0)));

        var line = Assert.Single(Paths(svg, IsSolidLine));
        Assert.Equal(2, line.Count(c => c == 'M'));
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decade_down_is_the_same_way_down_everywhere()
    {
        var line = Assert.Single(Paths(Render(new ChartSeries("a", [100, 10, 1], SeriesStyle.Number(0))), IsSolidLine));

        var y = line[1..].Split('L').Select(point => double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(y[1] - y[0], y[2] - y[1], 0.2);
        Assert.True(y[0] < y[2]);
    }

    [Fact]
    public void Two_series_differ_in_more_than_colour()
    {
        var styles = Enumerable.Range(0, 35).Select(SeriesStyle.Number).ToArray();

        Assert.NotEqual(styles[0].Marker, styles[1].Marker);
        Assert.Equal(35, styles.Distinct().Count());
    }

    [Fact]
    public void The_reference_is_dashed_and_lies_under_the_solid_line()
    {
        var svg = Render(new ChartSeries("a", [1, 2], SeriesStyle.Number(0)), new ChartSeries(null, [1, 2], SeriesStyle.Number(0), Dashed: true));

        var drawn = XDocument.Parse(svg).Root!.Elements().Where(e => e.Attribute("stroke")?.Value == SeriesStyle.Number(0).Color).ToArray();
        Assert.NotNull(drawn[0].Attribute("stroke-dasharray"));
        Assert.True(IsSolidLine(drawn[1]));
    }

    [Fact]
    public void A_label_is_encoded_and_shortened()
    {
        var svg = Render(new ChartSeries("<b>" + new string('x', 100), [1, 2], SeriesStyle.Number(0)));

        Assert.Contains(XDocument.Parse(svg).Descendants(), e => e.Value == "<b>" + new string('x', 22) + "…");
    }

    [Theory]
    [InlineData(new double[] { 10, 11, 12 }, new double[] { 10, 25, 40 })]
    [InlineData(new double[] { 97, 98, 99 }, new double[] { 70, 85, 100 })]
    [InlineData(new double[] { 10, 60 }, new double[] { 10, 60 })]
    [InlineData(new double[0], new double[0])]
    public void Labels_are_moved_apart_within_the_chart(double[] at, double[] expected)
    {
        Assert.Equal(expected, LogChart.Spread(at, 0, 100));
    }

    [Theory]
    [InlineData(0.03, 350000, "0.01 0.1 1 10 100 1,000 10,000 100,000 1,000,000")]
    [InlineData(3, 40, "1 10 100 2 5 20 50")]
    [InlineData(1e-8, 1e7, "1e-8 1e-6 0.0001 0.01 1 100 10,000 1,000,000")]
    public void Ticks_are_whole_decades_with_plain_labels(double low, double high, string expected)
    {
        Assert.Equal(expected, string.Join(' ', LogAxis.Around([low, high]).Ticks().Select(tick => tick.Label)));
    }

    [Fact]
    public void No_drawable_value_still_gives_an_image()
    {
        Assert.Empty(Paths(Render(new ChartSeries("a", [], SeriesStyle.Number(0)), new ChartSeries("b", [double.NaN], SeriesStyle.Number(1))), IsSolidLine));
    }
}
