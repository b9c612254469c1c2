using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Reads nbformat 4.</summary>
internal static class IpynbReader
{
    internal static NotebookDocument Parse(string text)
    {
        var root = ParseJson(text) as JsonObject ?? throw new InvalidDataException("the file holds no JSON object");
        if (Number(root["nbformat"]) is not 4)
            throw new InvalidDataException($"only nbformat 4 is read, not {root["nbformat"]?.ToJsonString() ?? "a file without it"}");
        if (root["cells"] is not JsonArray cells)
            throw new InvalidDataException("'cells' is missing or no list");
        return new NotebookDocument
        {
            Metadata = Copy(root["metadata"]),
            Cells = [.. cells.Select(Cell)],
        };
    }

    private static JsonNode? ParseJson(string text)
    {
        try
        {
            return WholeJson.Parse(text);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the file is no JSON ({e.Message})", e);
        }
    }

    private static NotebookCell Cell(JsonNode? node, int index)
    {
        try
        {
            if (node is not JsonObject cell)
                throw new InvalidDataException("it is no JSON object");
            var kind = Text(cell["cell_type"]) switch
            {
                "code" => CellKind.Code,
                "markdown" => CellKind.Markdown,
                "raw" => CellKind.Raw,
                var other => throw new InvalidDataException($"its type '{other}' is unknown"),
            };
            return new NotebookCell(kind, Text(cell["source"]))
            {
                Id = cell["id"] is { } id ? Text(id) : null,
                ExecutionCount = Number(cell["execution_count"]),
                Metadata = Copy(cell["metadata"]),
                Outputs = kind == CellKind.Code && cell["outputs"] is JsonArray outputs ? outputs.DeepClone().AsArray() : [],
                Attachments = cell["attachments"] is JsonObject attachments ? attachments.DeepClone().AsObject() : null,
            };
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"cell {index + 1} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Text stored as one string or as a list of lines.</summary>
    internal static string Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(Text)),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        null => "",
        _ => throw new InvalidDataException($"a text was expected where {node.GetValueKind()} stands"),
    };

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static JsonObject Copy(JsonNode? node) => node is JsonObject found ? found.DeepClone().AsObject() : [];
}
