using OptimNotebookExt.Figures;
using OptimNotebookExt.Host.Gallery.Examples;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>What a matrix does: its spectrum, its ellipses, several figures of it.</summary>
internal static class MatrixEntries
{
    internal static GalleryEntry[] All { get; } =
        [
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
        ];
}
