namespace OptimNotebookExt.Tests;

/// <summary>A file in a folder of its own, both gone at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optimnb");

    internal TemporaryFile(string name, string? text = null)
    {
        Path = System.IO.Path.Combine(folder.FullName, name);
        if (text is not null)
            File.WriteAllText(Path, text);
    }

    internal string Path { get; }

    internal string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
