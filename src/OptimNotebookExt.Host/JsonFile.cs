using System.Text.Json;

namespace OptimNotebookExt.Host;

/// <summary>What the tool writes for programs: indented, names in snake case, whole or not at all.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static void Write(string path, object content) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(content, Options) + "\n");
}
