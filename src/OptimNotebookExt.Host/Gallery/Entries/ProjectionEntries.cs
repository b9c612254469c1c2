using OptimNotebookExt.Host.Gallery.Examples;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Projections and their check.</summary>
internal static class ProjectionEntries
{
    internal static GallerySection Section { get; } = new(
        "Projections",
        "ProjectionEstimator.Estimate(G, C) finds the symmetric P with P·G·P = C and checks it.",
        [
            new("Projection in two dimensions", "view",
                "Residuals, three spectra, the check as a sentence, and the ellipses: P carries the points of G onto C.",
                data => ExampleProjections.View(2)),
            new("Projection in eight dimensions", "view",
                "The same without ellipses.",
                data => ExampleProjections.View(8)),
            new("Check that fails", "view",
                "Gradients that are 0 on an axis do not determine P, and the check says so.",
                data => ExampleProjections.FailedCheck()),
        ]);
}
