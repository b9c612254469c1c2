using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

public sealed class FigureValidationTests
{
    private const string Alt = "A figure that tests its own arguments.";

    [Fact]
    public void Mistakes_are_named()
    {
        Rejects("alt", () => Figure.Line("", "four words are few", [1]));
        Rejects("y", () => new LineSeries([1, 2], [1]));
        Rejects("y", () => new ScatterSeries([1, 2], [1]));
        Rejects("upper", () => new BandSeries([1, 2], [1, 2], [1]));
        Rejects("values", () => new BarSeries(["a"], [1, 2]));
        Rejects("labels", () => new BarSeries(["a", null!], [1, 2]));
        Rejects("toX", () => new ArrowSeries([1], [1], [], [1]));
        Rejects("values", () => new HeatMapSeries(new double[5], 2, 3));
        Rejects("min", () => new Axis("x", min: 2, max: 1));
        Rejects("min", () => new Axis("x", AxisScale.Log, min: 0));
        Rejects("max", () => new Axis("x", max: double.NaN));
        Rejects("centre", () => new ColorScale(ColorMap.Viridis, double.NaN));
        Rejects("panels", () => new Figure("", Alt, []));
        Rejects("columns", () => Figure.Beside("", Alt, [Figure.Line("", Alt, [1])], columns: 0));
        Rejects("covariances", () => Figure.Ellipses("", Alt, [("a", new double[3, 3])]));
        Rejects("series", () => Figure.Line("", Alt, [new HeatMapSeries(new double[2, 2]), new LineSeries([1], [1])]));
        Rejects("series", () => Figure.Bars("", Alt, [new BarSeries(["a"], [1]), new BarSeries(["b"], [1])]));
        Rejects("equalAspect", () => new Panel(Axis.Log(), new Axis(), [], equalAspect: true));
        Assert.Throws<ArgumentException>("scale", () => Figure.Line("", Alt, [1]).SavePng("x.png", 0));
        Assert.Throws<ArgumentException>("background", () => Figure.Line("", Alt, [1]).SavePng("x.png", 1, "white"));
    }

    [Fact]
    public void Data_is_copied()
    {
        double[] values = [1, 2, 3];
        var figure = Figure.Line("", Alt, [new LineSeries(values, values)]);
        values[1] = 99;
        Assert.Equal([1, 2, 3], ((LineSeries)figure.Panels[0].Series[0]).Y);
    }

    [Fact]
    public void A_spectrum_is_sorted_from_the_greatest_over_ranks_from_1()
    {
        var line = (LineSeries)Figure.Spectrum("", Alt, [1, double.NaN, 3, 2]).Panels[0].Series[0];
        Assert.Equal([1, 2, 3, 4], line.X);
        Assert.Equal([3, 2, 1, double.NaN], line.Y);
    }

    [Fact]
    public void Arrows_of_P_end_on_the_ellipse_of_PGP()
    {
        var (g, p) = (new double[,] { { 2, 1 }, { 1, 1 } }, new[,] { { 0.7, -0.5 }, { -0.5, 1.6 } });
        var arrows = (ArrowSeries)Figure.Ellipses("", Alt, [("G", g)], p).Panels[0].Series[1];
        // C = PGP; a point v lies on its ellipse where vᵀC⁻¹v = 1, that is where (P⁻¹v)ᵀG⁻¹(P⁻¹v) = 1.
        for (var i = 0; i < arrows.FromX.Count; i++)
        {
            var (x, y) = (arrows.FromX[i], arrows.FromY[i]);
            Assert.Equal(1, (g[1, 1] * x * x - 2 * g[0, 1] * x * y + g[0, 0] * y * y) / (g[0, 0] * g[1, 1] - g[0, 1] * g[0, 1]), 10);
            Assert.Equal(p[0, 0] * x + p[0, 1] * y, arrows.ToX[i], 12);
        }
    }

    private static void Rejects(string argument, Func<object?> act) => Assert.Equal(argument, Assert.ThrowsAny<ArgumentException>(act).ParamName);
}
