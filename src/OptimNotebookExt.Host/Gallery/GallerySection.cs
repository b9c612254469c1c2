namespace OptimNotebookExt.Host.Gallery;

/// <summary>Entries that belong together.</summary>
internal sealed record GallerySection(string Title, string Lead, IReadOnlyList<GalleryEntry> Entries);
