using System.Diagnostics;

namespace OptimNotebookExt.Tests;

/// <summary>A folder of a test's own, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("optim-").FullName;

    internal string Write(string name, string text)
    {
        var file = Path.Combine(Root, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Has a process leave its temporary files here, too: every build of the SDK leaves two empty folders.</summary>
    internal ProcessStartInfo Holding(ProcessStartInfo start)
    {
        foreach (var name in (string[])["TMPDIR", "TMP", "TEMP"])
            start.Environment[name] = Directory.CreateDirectory(Path.Combine(Root, "tmp")).FullName;
        return start;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
