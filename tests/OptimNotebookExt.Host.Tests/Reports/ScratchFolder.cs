using System.Globalization;

namespace OptimNotebookExt.Host.Tests.Reports;

/// <summary>A folder of its own for one test, gone after it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal ScratchFolder() => Directory.CreateDirectory(Root);

    internal string Root { get; } = Path.Combine(Path.GetTempPath(), "optimnb-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));

    internal string File(string name) => Path.Combine(Root, name);

    internal string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
