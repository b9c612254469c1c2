using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Writes nbformat 4.5 as Jupyter does: names in order, one space of indentation, lines as lists, so that differences are small.</summary>
internal static class IpynbWriter
{
    // When and how long something ran would change with every run.
    private static readonly string[] s_ofARun = ["execution", "papermill", "ExecuteTime"];

    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Render(NotebookDocument notebook)
    {
        var root = new JsonObject
        {
            ["cells"] = new JsonArray([.. notebook.Cells.Select(Cell)]),
            ["metadata"] = Metadata(notebook.Metadata),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
            Write(writer, root);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>A text as nbformat stores it.</summary>
    internal static JsonArray Lines(string text)
    {
        JsonArray lines = [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    private static JsonNode Cell(NotebookCell cell, int index)
    {
        var json = new JsonObject
        {
            ["cell_type"] = cell.Kind.ToString().ToLowerInvariant(),
            ["id"] = cell.Id ?? string.Create(CultureInfo.InvariantCulture, $"cell-{index + 1:000}"),
            ["metadata"] = WithoutRun(cell.Metadata),
            ["source"] = Lines(cell.Source),
        };
        if (cell.Attachments is not null)
            json["attachments"] = cell.Attachments.DeepClone();
        if (cell.Kind == CellKind.Code)
        {
            json["execution_count"] = cell.ExecutionCount;
            json["outputs"] = cell.Outputs.DeepClone();
        }
        return json;
    }

    /// <summary>What the file says of itself stays; what is missing is what .NET Interactive would write.</summary>
    private static JsonObject Metadata(JsonObject given)
    {
        var metadata = WithoutRun(given);
        metadata["kernelspec"] ??= new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };
        metadata["language_info"] ??= new JsonObject { ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "C#", ["pygments_lexer"] = "csharp" };
        metadata["polyglot_notebook"] ??= new JsonObject
        {
            ["kernelInfo"] = new JsonObject
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["name"] = "csharp" }),
            },
        };
        return metadata;
    }

    private static JsonObject WithoutRun(JsonObject metadata)
    {
        var kept = metadata.DeepClone().AsObject();
        foreach (var name in s_ofARun)
            kept.Remove(name);
        return kept;
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
