namespace OptimNotebookExt;

/// <summary>Files that are there whole or not at all: written under a temporary name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    internal static void WriteAllText(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    internal static void WriteAllBytes(string path, byte[] bytes) => Write(path, temporary => File.WriteAllBytes(temporary, bytes));

    private static void Write(string path, Action<string> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Path.GetRandomFileName()}.tmp";
        try
        {
            write(temporary);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
