using OptimNotebookExt.Figures;
using OptimNotebookExt.Host.Gallery.Examples;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Matrices as coloured cells.</summary>
internal static class HeatMapEntries
{
    internal static GalleryEntry[] All { get; } =
        [
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
        ];
}
