using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

public class ReferenceLineTests
{
    private static readonly double[] s_x = [0, 1, 2];

    private static Figure Compared() => Figure.Line(
        "",
        "The losses of two runs and of their references.",
        [
            new LineSeries(s_x, [9, 5, 2], "PyTorch") { ReferenceOf = "Eve" },
            new LineSeries(s_x, [8, 4, 1], "Eve"),
            new LineSeries(s_x, [7, 6, 5], "Cain"),
            new LineSeries(s_x, [7, 6, 6], "PyTorch") { ReferenceOf = "Cain" },
        ]);

    private static XElement[] Lines(Figure figure, string color) =>
        [.. XDocument.Parse(figure.ToSvg()).Descendants().Where(e => e.Name.LocalName == "path" && e.Attribute("stroke")?.Value == color)];

    private static JsonNode[] Traces(Figure figure) => [.. JsonNode.Parse(figure.ToPlotlyJson())!["data"]!.AsArray().Select(trace => trace!)];

    [Fact]
    public void A_reference_has_the_colour_of_its_line_and_lies_beneath_it_dashed()
    {
        var traces = Traces(Compared());
        var color = (string)traces[1]["line"]!["color"]!;

        var lines = Lines(Compared(), color);

        Assert.NotNull(lines[0].Attribute("stroke-dasharray"));
        Assert.Null(lines[1].Attribute("stroke-dasharray"));
        Assert.Equal(color, (string?)traces[0]["line"]!["color"]);
        Assert.NotEqual(color, (string?)traces[2]["line"]!["color"]);
        Assert.Equal((string?)traces[2]["line"]!["color"], (string?)traces[3]["line"]!["color"]);
    }

    [Fact]
    public void Only_references_are_dashed_beside_references()
    {
        Assert.Equal([true, false, false, true], Traces(Compared()).Select(trace => trace["line"]!["dash"] is not null));
    }

    [Fact]
    public void The_key_says_once_what_dashed_lines_are_and_the_legend_leaves_them_out()
    {
        var texts = XDocument.Parse(Compared().ToSvg()).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();

        Assert.Single(texts, text => text == "PyTorch");
        Assert.Single(texts, text => text == "Eve");
        Assert.Single(texts, text => text == "Cain");
    }

    [Fact]
    public void The_chart_and_the_text_name_a_reference_after_its_line()
    {
        Assert.Equal(["Eve, PyTorch", "Eve", "Cain", "Cain, PyTorch"], Traces(Compared()).Select(trace => (string?)trace["name"]));
        Assert.Contains("\nCain, PyTorch ", Compared().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_of_no_line_has_a_colour_of_its_own()
    {
        var figure = Figure.Line("", "One line and a reference of another.", [new LineSeries(s_x, s_x, "a"), new LineSeries(s_x, s_x, "b") { ReferenceOf = "c" }]);

        var traces = Traces(figure);
        Assert.NotEqual((string?)traces[0]["line"]!["color"], (string?)traces[1]["line"]!["color"]);
    }

    [Fact]
    public void A_reduced_reference_stays_one()
    {
        var many = Enumerable.Range(0, 5000).Select(i => (double)i).ToArray();
        var figure = Figure.Line("", "A long line and its reference.", [new LineSeries(many, many, "a"), new LineSeries(many, many, "b") { ReferenceOf = "a" }]);

        var reduced = Assert.IsType<LineSeries>(figure.Panels[0].Series[1]);

        Assert.InRange(reduced.X.Count, 2, 1000);
        Assert.Equal("a", reduced.ReferenceOf);
    }
}
