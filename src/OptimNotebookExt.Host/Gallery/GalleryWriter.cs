using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Host.Gallery;

/// <summary>Draws every entry and writes the gallery: the page, the figures as files, and a table of what they weigh.</summary>
internal static class GalleryWriter
{
    /// <summary>Writes <c>index.html</c>, <c>figures/*.svg</c> and <c>gallery.json</c>.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="plotly">A file with plotly.js to write into the page, or null.</param>
    /// <param name="begins">Told of every entry before it is drawn; may be null.</param>
    /// <returns>The entries as drawn.</returns>
    internal static IReadOnlyList<GalleryItem> Write(string folder, string? plotly = null, Action<GalleryEntry>? begins = null)
    {
        var script = plotly is null ? null : File.ReadAllText(plotly);
        var before = FigureSettings.Default;
        using var data = new GalleryData();
        GalleryItem[] items;
        try
        {
            // The page holds plotly.js once, so the figures need not bring it.
            FigureSettings.Default = new FigureSettings();
            items =
            [
                .. GalleryCatalog.Entries.Select(e =>
                {
                    begins?.Invoke(e);
                    return GalleryItem.Draw(e, data);
                }),
            ];
        }
        finally
        {
            FigureSettings.Default = before;
        }

        Directory.CreateDirectory(Path.Combine(folder, "figures"));
        foreach (var item in items)
        {
            for (var i = 0; i < item.Images.Count; i++)
                AtomicFile.WriteAllBytes(Path.Combine(folder, item.ImageFile(i)), item.Images[i]);
        }
        JsonFile.Write(Path.Combine(folder, "gallery.json"), Json(items));
        AtomicFile.WriteAllText(Path.Combine(folder, "index.html"), GalleryPage.Render(items, script));
        return items;
    }

    private static object Json(IEnumerable<GalleryItem> items) => items.Select(i => new
    {
        name = i.Entry.Name,
        kind = i.Entry.Kind,
        bytes_html = i.HtmlBytes,
        bytes_image = i.LargestImage,
        alt = i.Alt,
        ms_render = Math.Round(i.Milliseconds, 3),
    });
}
