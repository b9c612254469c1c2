using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Kernels.Wire;

/// <summary>A message of the Jupyter protocol.</summary>
/// <param name="Identities">Who sent it, and gets the reply.</param>
/// <param name="Header">Its header.</param>
/// <param name="Parent">The header of what it answers, or empty.</param>
/// <param name="Content">What it says.</param>
internal sealed record KernelMessage(IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject Parent, JsonObject Content)
{
    internal string Type => Text(Header["msg_type"]) ?? "";

    /// <summary>A text of the content, or null.</summary>
    internal string? this[string name] => Text(Content[name]);

    internal bool Flag(string name, bool missing) => Content[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : missing;

    internal int? Number(string name) => Content[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
