namespace OptimNotebookExt.Host.Tests.Reports;

/// <summary>A folder of a test's own, removed afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("optimnb").FullName;

    internal string File(string name) => Path.Combine(Root, name);

    internal string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
