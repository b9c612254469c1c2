namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Writes a file under a temporary name beside it and renames it, so that a reader never meets half a file.</summary>
internal static class AtomicFile
{
    internal static void Write(string path, byte[] content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var temporary = full + "." + Path.GetRandomFileName() + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
