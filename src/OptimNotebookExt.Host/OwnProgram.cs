namespace OptimNotebookExt.Host;

/// <summary>How this program is started once more.</summary>
internal static class OwnProgram
{
    /// <summary>The program itself, or <c>dotnet</c> with this assembly where it was started so.</summary>
    internal static (string Program, IReadOnlyList<string> First) Start { get; } = Find();

    private static (string, IReadOnlyList<string>) Find()
    {
        var path = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(path).ToLowerInvariant() switch
        {
            "optimnb" => (path, []),
            "dotnet" => (path, [typeof(OwnProgram).Assembly.Location]),
            _ => ("dotnet", [typeof(OwnProgram).Assembly.Location]),
        };
    }
}
