using OptimNotebookExt.Figures;
using OptimNotebookExt.Host.Gallery.Examples;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Every kind of figure.</summary>
internal static class FigureEntries
{
    internal static GallerySection Section { get; } = new(
        "Figures",
        "One description, drawn as a static image, as an interactive chart where plotly.js is to be had, or as text.",
        [
            new("Lines", "line",
                "Curves on a log axis. Each has its own dash besides its colour, and the legend is in the order of the curves.",
                data => Figure.Line(
                    "Loss of four optimizers", "The loss of four optimizers over 120 steps, on a logarithmic axis.",
                    [
                        new LineSeries(ExampleSeries.Steps(120), GalleryData.Losses(p => new Eve(p, lr: 0.01)), "Eve"),
                        new LineSeries(ExampleSeries.Steps(120), GalleryData.Losses(p => new Cain(p, lr: 0.03)), "Cain"),
                        new LineSeries(ExampleSeries.Steps(120), GalleryData.Losses(p => LearnedGradient.Draft(p)), "LearnedGradient"),
                        new LineSeries(ExampleSeries.Steps(120), GalleryData.Losses(p => new NeutralGradient(p)), "NeutralGradient"),
                    ],
                    yAxis: Axis.Log("loss"))),
            new("Band over seeds", "line",
                "A line with the range of five seeds around it.",
                data => Figure.Line(
                    "Loss of Cain over five seeds", "The mean loss of Cain over five seeds with their range.",
                    ExampleSeries.WithBand([.. Enumerable.Range(1, 5).Select(seed => GalleryData.Losses(p => new Cain(p, lr: 0.03), seed))], "Cain"),
                    yAxis: Axis.Log("loss"))),
            new("Scatter", "scatter",
                "Points, here the weights of a layer against their last updates' second moments.",
                data => Figure.Scatter(
                    "Weights and second moments", "The weights of a layer against the second moments of their gradients.",
                    data.CainRun.Matrix("in.weight").Cast<double>(), data.CainRun.Matrix("in.weight", "exp_avg_sq").Cast<double>(),
                    new Axis("weight"), Axis.Log("exp_avg_sq"))),
            new("Heat map of signed values", "heat-map",
                "A weight matrix, with colours that diverge at 0.",
                data => Figure.HeatMap(
                    "in.weight", "The weights of the first layer, ten rows of six.",
                    data.CainRun.Matrix("in.weight"), ColorScale.AroundZero, "weight")),
            new("Heat map of a learning-rate matrix", "heat-map",
                "lr_1 of LearnedGradient after 200 steps, with colours that diverge at 1: red learns faster, blue slower.",
                data => Figure.HeatMap(
                    "lr_1 of in.weight", "The learned matrix lr_1, with colours that diverge at 1.",
                    data.LearnedGradientRun.Matrix("in.weight", "lr_1"), ColorScale.AroundOne, "lr_1")),
            new("Heat map of a large matrix", "heat-map",
                "1200 × 1200 values become blocks that keep the value farthest from the mean: the three single extreme values stay visible.",
                data => Figure.HeatMap(
                    "A large matrix", "A smooth matrix of 1200 rows and columns with three extreme values.",
                    ExampleSeries.LargeMatrix(1200))),
            new("Heat map with values that are not finite", "heat-map",
                "NaN and infinite values are hatched and counted below the picture.",
                data => Figure.HeatMap(
                    "exp_avg with holes", "A small matrix in which three values are not finite.",
                    new double[,] { { 0.2, -0.4, double.NaN, 0.1 }, { -0.3, 0.5, 0.2, -0.1 }, { double.PositiveInfinity, 0.1, -0.6, double.NegativeInfinity } },
                    ColorScale.AroundZero)),
            new("Bars", "bars",
                "One bar a label, on a log axis.",
                data => Figure.Bars(
                    "Rms of the parameters", "The root mean square of every parameter after training with Cain.",
                    ExampleTraining.Names, data.CainRun.Optimizer.Snapshot().Parameters.Select(p => p.Value.Statistics.Rms), Axis.Log("rms"))),
            new("Grouped bars", "bars",
                "Two values a label.",
                data => Figure.Bars(
                    "Parameters and updates", "The rms of every parameter and of its last recorded update.",
                    [
                        new BarSeries(ExampleTraining.Names, ExampleTraining.Names.Select(n => data.CainHistory[$"{n}/param_rms"][^1]), "param_rms"),
                        new BarSeries(ExampleTraining.Names, ExampleTraining.Names.Select(n => data.CainHistory[$"{n}/update_rms"][^1]), "update_rms"),
                    ],
                    Axis.Log("rms"))),
            new("Spectrum", "spectrum",
                "Eigenvalues over their rank, here of a learning-rate matrix at three moments of a run.",
                data => Figure.Spectrum(
                    "Spectrum of lr_1", "The eigenvalues of lr_1 at the first, the middle and the last moment of a run.",
                    ExampleSeries.Moments(data.History, "in.weight/lr_1"))),
            new("Ellipses", "ellipses",
                "The covariances G and C of two dimensions, and P with P·G·P = C: it carries every point of the one ellipse onto the other.",
                data =>
                {
                    var (g, c, p) = ExampleSeries.Pgp();
                    return Figure.Ellipses("P carries G onto C", "The ellipses of G and C with arrows by which P carries one onto the other.", [("G", g), ("C", c)], p);
                }),
            new("Panels", "beside",
                "Several figures as one, as a matrix beside its spectrum.",
                data => Figure.Beside(
                    "lr_0 of in.weight", "The learned matrix lr_0 and its eigenvalues side by side.",
                    [
                        Figure.HeatMap("lr_0", "The learned matrix lr_0 of in.weight.", data.LearnedGradientRun.Matrix("in.weight", "lr_0"), ColorScale.AroundOne),
                        Figure.Spectrum("spectrum", "The eigenvalues of the learned matrix lr_0.", ExampleSeries.Eigenvalues(data.LearnedGradientRun.Matrix("in.weight", "lr_0"))),
                    ])),
            new("A figure as a view", "view",
                "What a notebook cell shows for a Figure, here a single line over the steps.",
                data => new FigureView(Figure.Line("Learning rate", "The learning rate of a run over its samples.", data.History["lr"], new Axis("sample"), new Axis("lr", min: 0, max: 0.04)))),
        ]);
}
