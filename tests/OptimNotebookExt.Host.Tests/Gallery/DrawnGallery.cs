using OptimNotebookExt.Host.Gallery;
using OptimNotebookExt.Host.Tests.Gallery.HowTo;
using OptimNotebookExt.Host.Tests.Reports;
using TorchSharp;

namespace OptimNotebookExt.Host.Tests.Gallery;

/// <summary>The gallery, drawn once for all tests of it.</summary>
[CollectionDefinition(nameof(DrawnGallery))]
#pragma warning disable CA1711 // xunit asks for this name
public sealed class DrawnGalleryCollection : ICollectionFixture<DrawnGallery>;
#pragma warning restore CA1711

public sealed class DrawnGallery : IDisposable
{
    private readonly ScratchFolder folder = new();

    public DrawnGallery()
    {
        torch.set_num_threads(1);
        Items = GalleryWriter.Write(folder.Root);
        using var data = new GalleryData();
        HeldToTheContract = [.. Items, .. HowToAddAViewTests.Entries.Select(e => GalleryItem.Draw(e, data))];
    }

    internal IReadOnlyList<GalleryItem> Items { get; }

    /// <summary>And the entry of the how-to, which must be as the others are.</summary>
    internal IReadOnlyList<GalleryItem> HeldToTheContract { get; }

    internal string Page => Read("index.html");

    internal string Folder => folder.Root;

    internal string Read(string name) => File.ReadAllText(folder.File(name));

    public void Dispose() => folder.Dispose();
}
