using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>A cell of a notebook, as nbformat 4 stores it.</summary>
internal sealed class NotebookCell(CellKind kind, string source)
{
    internal CellKind Kind { get; } = kind;

    internal string Source { get; set; } = source;

    internal string? Id { get; set; }

    internal int? ExecutionCount { get; set; }

    internal JsonObject Metadata { get; init; } = [];

    /// <summary>Outputs as they are stored; of code cells only.</summary>
    internal JsonArray Outputs { get; set; } = [];

    internal JsonObject? Attachments { get; init; }

    internal bool HasTag(string tag) =>
        Metadata["tags"] is JsonArray tags && tags.Any(t => t is JsonValue value && value.TryGetValue<string>(out var text) && text == tag);
}
