namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Finds the files of data that tasks read: those of the repository's folder <c>data</c>.</summary>
public static class TaskData
{
    /// <summary>The environment variable that names the folder, where it is not found otherwise.</summary>
    public const string Variable = "OPTIMNB_DATA";

    /// <summary>The path of a file: in the folder that <see cref="Variable"/> names, else in <c>data</c> of the current folder, of the program's, or of one above them.</summary>
    /// <param name="parts">The path within the folder, for example <c>characters</c> and <c>text.txt</c>.</param>
    /// <exception cref="FileNotFoundException">It is not there; the message says where it is looked for.</exception>
    public static string Find(params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var file = Path.Combine(parts);
        var named = Environment.GetEnvironmentVariable(Variable);
        var folders = string.IsNullOrEmpty(named)
            ? Above(Environment.CurrentDirectory).Concat(Above(AppContext.BaseDirectory)).Select(f => Path.Combine(f, "data"))
            : [named];
        return folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The data file {file} is {(string.IsNullOrEmpty(named) ? $"in no folder 'data' of {Environment.CurrentDirectory} or above" : $"not in {named}")}: run within the repository, or set {Variable} to its folder data.", file);
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
