namespace OptimNotebookExt.Host.Verbs;

/// <summary>Files that are written at the end of long work.</summary>
internal static class OutputFile
{
    /// <summary>Says before the work that its result could not be written.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="file">The file; may be null.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    internal static void CheckFolder(string option, string? file)
    {
        if (file is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            throw new DirectoryNotFoundException($"{option}: the folder of {file} does not exist; make it first.");
    }
}
