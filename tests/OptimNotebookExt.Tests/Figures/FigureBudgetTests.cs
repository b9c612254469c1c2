using System.Text;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

public sealed class FigureBudgetTests
{
    private const int Budget = 60_000;
    private const string Alt = "A figure that tests its own size.";

    [Fact]
    public void A_line_of_200_points_is_a_few_kilobytes()
    {
        Assert.InRange(FigureCases.All["line"].ToSvg().Length, 1000, 6000);
        Assert.InRange(FigureCases.All["line"].ToHtml().Length, 2000, 12_000);
    }

    [Theory]
    [InlineData(256, 256)]
    [InlineData(1000, 700)]
    [InlineData(131, 257)]
    [InlineData(3, 5000)]
    public void A_heat_map_of_noise_keeps_within_the_budget(int rows, int columns)
    {
        var figure = Figure.HeatMap("noise", Alt, new HeatMapSeries(FigureCases.Noise(rows * columns, 1), rows, columns, ColorScale.AroundZero, "value"));
        Within(figure);
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(4, 50_000)]
    [InlineData(30, 3000)]
    public void Lines_of_noise_keep_within_the_budget(int lines, int points)
    {
        var x = FigureCases.Count(points);
        Within(Figure.Line("noise", Alt, Enumerable.Range(0, lines).Select(k => new LineSeries(x.Select(v => v / 7), FigureCases.Noise(points, k), $"model.layers.{k}.weight"))));
        Within(Figure.Line("noise", Alt, Enumerable.Range(0, lines).Select(k => new BandSeries(x, FigureCases.Noise(points, k), FigureCases.Noise(points, k + 1), $"layers.{k}"))));
    }

    [Fact]
    public void Points_of_noise_keep_within_the_budget() =>
        Within(Figure.Scatter("noise", Alt, FigureCases.Noise(200_000, 1), FigureCases.Noise(200_000, 2)));

    [Fact]
    public void Panels_share_the_budget()
    {
        var map = Figure.HeatMap("noise", Alt, new HeatMapSeries(FigureCases.Noise(90_000, 1), 300, 300, ColorScale.AroundZero, "value"));
        var line = Figure.Line("noise", Alt, FigureCases.Noise(90_000, 1));
        Within(Figure.Beside("three maps", Alt, [map, map, map]));
        Within(Figure.Beside("a map and lines", Alt, [map, line, line]));
        Within(Figure.Beside("four", Alt, [map, line, map, line], columns: 2));
    }

    [Fact]
    public void Bars_beyond_forty_are_the_longest_and_a_note_says_so()
    {
        var figure = Figure.Bars("bars", Alt, Enumerable.Range(0, 500).Select(i => $"layer {i}"), Enumerable.Range(0, 500).Select(i => i == 250 ? 9.0 : i / 1000.0));
        var bars = Assert.IsType<BarSeries>(figure.Panels[0].Series[0]);
        Assert.Equal(40, bars.Values.Count);
        Assert.Contains("layer 250", bars.Labels);
        Assert.Contains("40 longest of 500", Assert.Single(figure.Notes));
        Within(figure);
    }

    private static void Within(Figure figure)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToHtml()), 1, Budget);
        Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToSvg()), 1, Budget);
    }
}
