namespace OptimNotebookExt;

/// <summary>Files that are there whole or not at all: written under a temporary name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    internal static void WriteAllText(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    internal static void WriteAllBytes(string path, byte[] bytes) => Write(path, temporary => File.WriteAllBytes(temporary, bytes));

    /// <summary>Writes through a stream that can seek, and has the disk hold it all before the old file goes.</summary>
    internal static void WriteStream(string path, Action<Stream> write) => Write(path, temporary =>
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    });

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
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            // The reason without the temporary name, which nobody knows.
            var reason = e.Message.Split(" : '")[0].Replace(temporary, full, StringComparison.Ordinal).TrimEnd('.');
            throw new IOException($"{path} was not written, and is as it was before: {reason}.", e) { HResult = e.HResult };
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
