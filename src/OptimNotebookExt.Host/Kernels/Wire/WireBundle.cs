using System.Text.Json;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Kernels.Wire;

/// <summary>Contents and errors as messages carry them.</summary>
internal static class WireBundle
{
    internal static JsonObject Of(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (type, content) in bundle.Formats)
            data[type] = type.EndsWith("json", StringComparison.Ordinal) ? Json(content) : content;
        return data;
    }

    internal static JsonObject Of(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(l => (JsonNode)l)]),
    };

    private static JsonNode? Json(string content)
    {
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return content;
        }
    }
}
