using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Statistics of activations, parameters and gradients.</summary>
internal static class DiagnosticsEntries
{
    internal static GallerySection Section { get; } = new(
        "Tensor diagnostics",
        "TensorDiagnostics.Attach(model) accumulates statistics of every output, parameter and gradient along every axis.",
        [
            new("Diagnostics of a model", "view",
                "A table in the order of the model, the sizes of all tensors, and for a few the distribution over channels and the eigenvalues.",
                data => new DiagnosticsView(data.Diagnostics)),
            new("Diagnostics by size", "view",
                "The same report with the largest rms first. HTML that reads without scripts cannot sort itself, so the view gives it in the order you ask for.",
                data => new DiagnosticsView(data.Diagnostics).SortedBy("rms")),
        ]);
}
