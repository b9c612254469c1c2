using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Plotly.Tests;

/// <summary>One figure of every kind, with gaps and names that HTML would read as tags.</summary>
internal static class Examples
{
    internal static Figure Lines() => Figure.Line(
        "Loss",
        "The loss of two optimizers falls over four steps.",
        [
            new LineSeries([0, 1, 2, 3], [10, 5, double.NaN, 1], "Eve"),
            new LineSeries([0, 1, 2, 3], [12, 7, 3, 2], "<b>Cain</b>"),
            new BandSeries([0, 1, 2, 3], [11, 6, 2, 1], [13, 8, 4, 3], "<b>Cain</b>"),
        ],
        new Axis("epoch"),
        Axis.Log("avg_loss"));

    internal static Figure Matrix() => Figure.HeatMap(
        "lr_0", "A matrix of two rows and three columns.", new double[,] { { 1, 2, double.NaN }, { 4, 5, -6.25 } }, null, "value");

    internal static Figure Bars() => Figure.Bars("RMS", "The norms of two parameters as bars.", ["weight", "bias"], [1.5, 0.25], new Axis("rms"));

    internal static Figure Ellipses() => Figure.Ellipses(
        "PGP", "Two ellipses and the arrows between them.", [("G", new double[,] { { 2, 0.5 }, { 0.5, 1 } }), ("C", new double[,] { { 1, 0 }, { 0, 1 } })], new double[,] { { 1, 0 }, { 0, 0.5 } });

    internal static Figure Points() => Figure.Scatter("Points", "Three points on two linear axes.", [1, 2, 3], [3, 1, 2], new Axis("x", min: 0, max: 4), new Axis("y"));

    internal static Figure Beside() => Figure.Beside("All", "A line, a matrix and bars side by side.", [Lines(), Matrix(), Bars()]);

    public static TheoryData<string> Names => new(nameof(Lines), nameof(Matrix), nameof(Bars), nameof(Ellipses), nameof(Points), nameof(Beside));

    internal static Figure Named(string name) => name switch
    {
        nameof(Lines) => Lines(),
        nameof(Matrix) => Matrix(),
        nameof(Bars) => Bars(),
        nameof(Ellipses) => Ellipses(),
        nameof(Points) => Points(),
        _ => Beside(),
    };
}
