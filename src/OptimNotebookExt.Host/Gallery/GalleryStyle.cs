namespace OptimNotebookExt.Host.Gallery;

/// <summary>What the gallery adds to the style sheet of the report, from <c>gallery.css</c> inside the program.</summary>
internal static class GalleryStyle
{
    internal static string Css { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(GalleryStyle).Assembly.GetManifestResourceStream("gallery.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
