namespace OptimNotebookExt.Host.Notebooks;

/// <summary>What <c>optimnb run</c> was asked to do with each notebook.</summary>
/// <param name="Out">The folder that everything is written to.</param>
/// <param name="Parameters">Parameters and their values; each notebook must have them.</param>
/// <param name="Device">Set where a notebook has a parameter <c>device</c>; null leaves it.</param>
/// <param name="CellLimit">The longest that a cell may run.</param>
internal sealed record RunRequest(string Out, IReadOnlyList<KeyValuePair<string, string>> Parameters, string? Device, TimeSpan? CellLimit)
{
    private const string DeviceName = "device";

    internal string ExecutedFile(string notebook) => Path.Combine(Out, Path.GetFileNameWithoutExtension(notebook) + ".ipynb");

    /// <summary>What a run that is under way has made of a notebook; the executed one of before stays until it is through.</summary>
    internal string UnfinishedFile(string notebook) => Path.Combine(Out, $".{Path.GetFileNameWithoutExtension(notebook)}.unfinished.ipynb");

    internal string ReportFile(string notebook) => Path.Combine(Out, Path.GetFileNameWithoutExtension(notebook) + ".html");

    /// <summary>A notebook as the manifest names it: from its own folder, so that both may move together.</summary>
    internal string SourceFile(string notebook) => Path.GetRelativePath(Out, Path.GetFullPath(notebook)).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Reads a notebook and sets its parameters; those that were set.</summary>
    /// <exception cref="ArgumentException">It has no such parameter.</exception>
    internal (NotebookDocument Notebook, IReadOnlyDictionary<string, string> Set) Open(string path)
    {
        var notebook = NotebookDocument.Read(path);
        var set = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, value) in Parameters)
            {
                NotebookParameters.Set(notebook, name, value);
                set[name] = value;
            }
            if (Device is not null && NotebookParameters.Names(notebook).Contains(DeviceName))
            {
                NotebookParameters.Set(notebook, DeviceName, Device);
                set[DeviceName] = Device;
            }
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{path}: {e.Message}", e);
        }
        return (notebook, set);
    }
}
