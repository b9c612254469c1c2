using OptimNotebookExt.Host.Gallery.Entries;

namespace OptimNotebookExt.Host.Gallery;

/// <summary>Everything the gallery shows. A new view or kind of figure gets an entry in one of these sections; a test asks for it.</summary>
internal static class GalleryCatalog
{
    internal static IReadOnlyList<GallerySection> Sections { get; } =
    [
        StateEntries.Section,
        ProjectionEntries.Section,
        TraceEntries.Section,
        HistoryEntries.Section,
        DiagnosticsEntries.Section,
        ExperimentEntries.Section,
        FigureEntries.Section,
    ];

    internal static IEnumerable<GalleryEntry> Entries => Sections.SelectMany(s => s.Entries);
}
