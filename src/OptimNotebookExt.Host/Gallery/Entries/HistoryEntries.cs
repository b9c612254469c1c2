using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Runs as they were recorded.</summary>
internal static class HistoryEntries
{
    internal static GallerySection Section { get; } = new(
        "Histories",
        "History.Attach(optimizer) samples scalars and spectra every few steps into bounded memory.",
        [
            new("History of a run", "view",
                "240 steps of LearnedGradient at the level Full: loss, sizes, updates, matrices and spectra, a figure for each group.",
                data => new HistoryView(data.History)),
            new("Scale of the parameters", "view",
                "How the rms of each parameter develops under Cain, with the running averages that drive it.",
                data => new ScaleHistoryView(data.CainHistory)),
        ]);
}
