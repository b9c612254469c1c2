using System.Text.Json;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

public sealed class PlotlyLegendTests
{
    [Fact]
    public void Panels_that_name_the_same_share_one_legend_below_them()
    {
        var figure = Beside(Lines("Eve", "Cain"), Lines("Eve", "Cain"), Lines("Eve"));
        Assert.Equal([("Eve", null, true), ("Cain", null, true), ("Eve", null, false), ("Cain", null, false), ("Eve", null, false)], Traces(figure));
        Assert.Equal(["legend"], Legends(figure));
        Assert.Equal(["Eve", "Cain", "Eve", "Cain"], Groups(figure).Take(4));
    }

    [Fact]
    public void Panels_that_name_different_things_have_a_legend_each_inside_the_figure()
    {
        var figure = Beside(Lines("Eve", "Cain"), Lines("G", "C"));
        Assert.Equal([("Eve", null, true), ("Cain", null, true), ("G", "legend2", true), ("C", "legend2", true)], Traces(figure));
        Assert.Equal(["legend", "legend2"], Legends(figure));
        var layout = Parse(figure).GetProperty("layout");
        Assert.All(Legends(figure), name => Assert.InRange(layout.GetProperty(name).GetProperty("x").GetDouble(), 0, 0.95));
    }

    [Fact]
    public void A_single_series_is_not_named()
    {
        var figure = Beside(Lines("Eve"), Lines("G", "C"));
        Assert.Equal([("Eve", null, false), ("G", "legend2", true), ("C", "legend2", true)], Traces(figure));
        Assert.Equal(["legend2"], Legends(figure));
    }

    [Fact]
    public void A_band_has_no_name_of_its_own_and_goes_with_its_line()
    {
        var figure = FigureCases.All["band"];
        Assert.Equal(["Eve", "Eve", ""], Groups(figure));
        Assert.Equal([true, false, true], Traces(figure).Select(t => t.Named));
    }

    private static Figure Beside(params Figure[] figures) => Figure.Beside("All", "Several panels of a few lines each.", figures);

    private static Figure Lines(params string[] names) =>
        Figure.Line("Lines", "A few lines that fall.", names.Select(n => new LineSeries(FigureCases.Count(5), FigureCases.Count(5), n)));

    private static JsonElement Parse(Figure figure) => JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;

    private static string[] Legends(Figure figure) =>
        [.. Parse(figure).GetProperty("layout").EnumerateObject().Select(p => p.Name).Where(n => n.StartsWith("legend", StringComparison.Ordinal))];

    private static string[] Groups(Figure figure) =>
        [.. Parse(figure).GetProperty("data").EnumerateArray().Select(t => t.TryGetProperty("legendgroup", out var group) ? group.GetString()! : "")];

    private static (string Name, string? Legend, bool Named)[] Traces(Figure figure) =>
    [
        .. Parse(figure).GetProperty("data").EnumerateArray().Select(t => (
            t.GetProperty("name").GetString()!,
            t.TryGetProperty("legend", out var legend) ? legend.GetString() : null,
            !t.TryGetProperty("showlegend", out var shown) || shown.GetBoolean())),
    ];
}
