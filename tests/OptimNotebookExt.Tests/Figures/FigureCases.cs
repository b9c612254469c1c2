using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

/// <summary>One figure of every kind, from fixed data.</summary>
internal static class FigureCases
{
    internal static IReadOnlyDictionary<string, Figure> All { get; } = new Dictionary<string, Figure>
    {
        ["line"] = Figure.Line("Loss of Eve", "The loss falls from 1 to 0.02 over 200 steps.", Decay(200, 1, 30), yAxis: new Axis("loss")),
        ["log-lines"] = Figure.Line(
            "Loss of four optimizers",
            "The loss of four optimizers falls over 150 epochs.",
            new[] { "Eve", "Cain", "LearnedGradient", "NeutralGradient" }.Select((n, i) => new LineSeries(Count(150), Decay(150, 1.0 / (i + 1), 12 + 8 * i), n)),
            new Axis("epoch"),
            Axis.Log("average loss")),
        ["band"] = Figure.Line(
            "Range over five seeds",
            "The loss falls, with its range over five seeds.",
            [
                new LineSeries(Count(60), Decay(60, 1, 20), "Eve"),
                new BandSeries(Count(60), Decay(60, 0.6, 20), Decay(60, 1.6, 20), "Eve", "5 seeds"),
                new LineSeries(Count(60), Decay(60, 0.4, 30), "Cain"),
            ],
            new Axis("epoch"),
            Axis.Log("loss")),
        ["gaps"] = Figure.Line(
            "A line with gaps",
            "A line that breaks where values are not finite.",
            [new LineSeries(Count(50), Count(50).Select(i => i is > 20 and < 25 or 30 or 32 ? double.NaN : Math.Sin(i / 6)), "sin"), new LineSeries(Count(50), Count(50).Select(i => i / 50), "ramp")]),
        ["scatter"] = Figure.Line(
            "Update against gradient",
            "Two clouds of points of update against gradient.",
            [new ScatterSeries(Noise(40, 1), Noise(40, 2), "weights"), new ScatterSeries(Noise(40, 3), Noise(40, 4), "biases")],
            new Axis("gradient"),
            new Axis("update")),
        ["heat-map"] = Figure.HeatMap("lr_0 of layer1.weight", "A learning-rate matrix close to the identity.", Matrix(16, 16, (i, j) => (i == j ? 1 : 0) + 0.1 * Math.Sin(3 * i + 5 * j)), ColorScale.AroundOne, "lr_0"),
        ["heat-map-holes"] = Figure.HeatMap("Holes", "A small matrix with two values that are not finite.", Matrix(4, 5, (i, j) => (i, j) switch { (1, 2) => double.NaN, (3, 3) => double.PositiveInfinity, _ => (i - 2) * (j - 2) * 0.37 }), ColorScale.AroundZero),
        ["bars"] = Figure.Bars("Share of the update", "Bars of the share of three parameters in the update.", ["layers.0.weight", "layers.0.bias", "layers.1.weight"], [0.7, 0.2, 0.1], new Axis("share")),
        ["bar-groups"] = Figure.Bars("Step times", "Step times of two optimizers on two paths.", [new BarSeries(["Eve", "Cain"], [3.2, -1.5], "reference"), new BarSeries(["Eve", "Cain"], [0.4, double.NaN], "fast")], new Axis("ms")),
        ["spectrum"] = Figure.Spectrum("Spectra", "The eigenvalues of G and C fall over decades.", [("G", Count(20).Select(i => Math.Pow(10, -i / 4))), ("C", Count(20).Select(i => i == 7 ? -1e-9 : 3 * Math.Pow(10, -i / 8)))]),
        ["ellipses"] = Figure.Ellipses("P carries G onto C", "The ellipses of G and C with arrows along P.", [("G", new double[,] { { 2, 1 }, { 1, 1 } }), ("C", new[,] { { 0.5, -0.2 }, { -0.2, 1.5 } })], new[,] { { 0.7, -0.5 }, { -0.5, 1.6 } }),
        ["beside"] = Figure.Beside(
            "lr_0",
            "A learning-rate matrix beside its spectrum of eigenvalues.",
            [
                Figure.HeatMap("matrix", "A learning-rate matrix close to the identity.", Matrix(12, 12, (i, j) => i == j ? 1.2 : 0.9), ColorScale.AroundOne),
                Figure.Spectrum("spectrum", "The eigenvalues fall over one decade.", Count(12).Select(i => Math.Exp(-i / 5))),
            ]),
        ["empty"] = Figure.Line("Nothing", "A line without a single finite value.", [double.NaN, double.PositiveInfinity]),
    };

    internal static double[] Count(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];

    internal static double[] Decay(int count, double from, double time) =>
        [.. Enumerable.Range(0, count).Select(i => from * (0.02 + Math.Exp(-i / time)) * (1 + 0.1 * Math.Sin(i * 1.7)))];

    internal static double[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() + random.NextDouble() - random.NextDouble() - random.NextDouble())];
    }

    internal static double[,] Matrix(int rows, int columns, Func<int, int, double> value)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                matrix[i, j] = value(i, j);
        }
        return matrix;
    }
}
