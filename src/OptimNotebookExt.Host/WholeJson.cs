using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host;

/// <summary>
/// JSON that comes from outside, checked whole while it is parsed. JsonNode looks into texts and names only when they are
/// asked for, and throws then, wherever that is.
/// </summary>
internal static class WholeJson
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <exception cref="JsonException">It is no JSON, names a member twice, or holds a text that is none, such as half a character.</exception>
    internal static JsonNode? Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="Parse(string)"/>
    internal static JsonNode? Parse(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = s_options.MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && (reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan)))
                    reader.GetString();
            }
            return JsonNode.Parse(json, documentOptions: s_options);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new JsonException($"a text in it is damaged: {e.Message}", e);
        }
    }
}
