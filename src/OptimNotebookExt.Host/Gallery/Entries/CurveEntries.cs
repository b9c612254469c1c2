using OptimNotebookExt.Figures;
using OptimNotebookExt.Host.Gallery.Examples;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Curves and points.</summary>
internal static class CurveEntries
{
    internal static GalleryEntry[] All { get; } =
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
        ];
}
