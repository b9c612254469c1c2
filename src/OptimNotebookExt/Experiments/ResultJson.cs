using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptimNotebookExt.Experiments;

/// <summary>How results are written: snake_case names, enums in lower case, and NaN where a run diverged.</summary>
internal static class ResultJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
