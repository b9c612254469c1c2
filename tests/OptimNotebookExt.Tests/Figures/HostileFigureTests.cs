using System.Text.Json;
using System.Xml.Linq;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

public sealed class HostileFigureTests
{
    private const string Evil = "</script><script>alert('1')</script>\" onerror=\"x\" & \u0001 \ud800 naïve 日本語 <b>";
    private static readonly string s_alt = "A name that tries to break out: " + Evil;

    public static TheoryData<string> Values { get; } = [.. Data.Keys];

    private static Dictionary<string, double[]> Data => new()
    {
        ["empty"] = [],
        ["one"] = [3],
        ["one NaN"] = [double.NaN],
        ["zeros"] = [0, 0, 0],
        ["equal"] = [7, 7, 7],
        ["infinities"] = [double.PositiveInfinity, 1, double.NegativeInfinity, 2],
        ["all odd"] = [double.NaN, double.PositiveInfinity, double.NegativeInfinity],
        ["extreme"] = [double.MaxValue, double.MinValue, double.Epsilon, 0],
        ["close"] = [1, 1 + 1e-15, 1 - 1e-15],
        ["negative"] = [-1, -2, -3],
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_kind_renders_every_value(string name)
    {
        var v = Data[name];
        var x = FigureCases.Count(v.Length);
        Axis linear = new("a"), log = Axis.Log("b");
        foreach (var axis in new[] { linear, log })
        {
            Renders(Figure.Line("line", s_alt, v, axis, axis));
            Renders(Figure.Line("xy", s_alt, [new LineSeries(v, v, "a"), new BandSeries(v, v, v, "a"), new ScatterSeries(x, v, "c"), new ArrowSeries(x, x, v, v)], axis, axis));
            Renders(Figure.Scatter("points", s_alt, v, v, axis, axis));
            Renders(Figure.Bars("bars", s_alt, v.Select((_, i) => $"{i}"), v, axis));
        }
        Renders(Figure.Spectrum("spectrum", s_alt, v));
        foreach (var scale in new[] { ColorScale.Magnitude, ColorScale.AroundZero, ColorScale.AroundOne, new ColorScale(ColorMap.Cividis, min: -1, max: 1) })
        {
            Renders(Figure.HeatMap("row", s_alt, new HeatMapSeries(v, v.Length == 0 ? 0 : 1, v.Length, scale)));
            Renders(Figure.HeatMap("column", s_alt, new HeatMapSeries(v, v.Length, 1, scale)));
        }
        var m = v.Length < 3 ? new double[2, 2] : new[,] { { v[0], v[1] }, { v[1], v[2] } };
        Renders(Figure.Ellipses("ellipses", s_alt, [("a", m), ("b", m)], m));
    }

    [Fact]
    public void Where_nothing_is_finite_the_frame_says_so()
    {
        foreach (var values in new[] { [], Data["all odd"] })
        {
            Assert.Contains("no finite values", Figure.Line("line", s_alt, values).ToSvg(), StringComparison.Ordinal);
            Assert.Contains("no finite values", Figure.HeatMap("map", s_alt, new HeatMapSeries(values, values.Length, 1)).ToSvg(), StringComparison.Ordinal);
            Assert.Contains("no finite values", Figure.Bars("bars", s_alt, values.Select(_ => "x"), values).ToSvg(), StringComparison.Ordinal);
        }
        Assert.Contains("no finite values", Figure.Line("line", s_alt, [-1, 0], yAxis: Axis.Log()).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_noted()
    {
        Assert.Equal("C: 1 value ≤ 0 left out, as the axis is logarithmic.", Assert.Single(FigureCases.All["spectrum"].Notes));
        Assert.Equal("sin: 6 NaN left out as gaps.", Assert.Single(FigureCases.All["gaps"].Notes));
        Assert.Equal("1 NaN, 1 +∞ of 20 values are not finite; their cells are hatched.", Assert.Single(FigureCases.All["heat-map-holes"].Notes));
        Assert.Contains("left out", FigureCases.All["gaps"].ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_gets_out_of_its_place()
    {
        var figure = new Figure(Evil, s_alt, [new Panel(new Axis(Evil), new Axis(Evil), [new LineSeries([1, 2], [1, 2], Evil), new LineSeries([1, 2], [2, double.NaN], Evil)], Evil)], Evil);
        Renders(figure);
        Renders(Figure.Bars(Evil, s_alt, [Evil, Evil], [1, 2]));
        Renders(Figure.HeatMap(Evil, s_alt, new double[,] { { 1, 2 } }, null, Evil));
        Assert.DoesNotContain("alert('1')</script", figure.ToPlotlyJson(), StringComparison.Ordinal);
        var spec = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;
        // Plotly reads texts as a small HTML: names must not become links or line breaks.
        Assert.DoesNotContain('<', spec.GetProperty("data")[0].GetProperty("name").GetString()!);
        Assert.DoesNotContain('<', spec.GetProperty("layout").GetProperty("title").GetProperty("text").GetString()!);
    }

    private static void Renders(Figure figure)
    {
        XDocument.Parse(figure.ToSvg());
        JsonDocument.Parse(figure.ToPlotlyJson()).Dispose();
        var html = figure.ToHtml();
        // The only markup is ours: one script of ours, no handler, no address.
        Assert.Equal(1, Occurrences(html, "<script"));
        Assert.Equal(1, Occurrences(html, "</script"));
        Assert.DoesNotContain("\" onerror", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u0001', html);
        Assert.StartsWith(figure.Title.Length > 0 ? figure.Title : figure.Alt, figure.ToString(), StringComparison.Ordinal);
    }

    private static int Occurrences(string text, string part) => text.Split(part, StringSplitOptions.None).Length - 1;
}
