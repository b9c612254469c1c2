using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Commands;

/// <summary>Options as a host has bound them: camelCase names, and JSON or plain values.</summary>
internal static class BoundOptions
{
    internal static IEnumerable<KeyValuePair<string, string?>> Of(NotebookCommand command, IReadOnlyDictionary<string, object>? options) =>
        command.Parameters.Select(p => KeyValuePair.Create(p.Name, options is not null && options.TryGetValue(CamelCase(p.Name), out var value) ? Text(value) : null));

    /// <summary>--param-cov becomes paramCov.</summary>
    internal static string CamelCase(string name) => string.Concat(name.TrimStart('-').Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string? Text(object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } array => string.Join(',', array.EnumerateArray().Select(e => e.ToString())),
        JsonElement { ValueKind: JsonValueKind.Null } => null,
        JsonElement element => element.ToString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
