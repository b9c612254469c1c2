using System.Text.Json;

namespace OptimNotebookExt.Host.Reports;

/// <summary>A JSON value that knows its file and its path in it, so that every complaint can name both.</summary>
internal readonly record struct JsonField(string File, string Path, JsonElement Value)
{
    /// <summary>Reads <paramref name="file"/> and gives its root, an object.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not JSON, or not an object.</exception>
    internal static JsonField ReadObject(string file)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            return new JsonField(file, "", document.RootElement.Clone()).Expect(JsonValueKind.Object, "an object");
        }
        catch (JsonException e)
        {
            var at = Numbers.Invariant($"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            throw new InvalidDataException($"{file}: not JSON ({at}): write it again, a run may have been cut off", e);
        }
    }

    /// <summary>The property, or null where it is absent or JSON null.</summary>
    internal JsonField? Find(string name)
    {
        if (!Value.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return new JsonField(File, Child(name), value);
    }

    internal JsonField Get(string name) =>
        Find(name) ?? throw new InvalidDataException($"{File}: {Child(name)} is missing");

    internal IEnumerable<JsonField> Items()
    {
        var parent = Expect(JsonValueKind.Array, "an array");
        return parent.Value.EnumerateArray()
            .Select((item, i) => new JsonField(parent.File, Numbers.Invariant($"{parent.Path}[{i}]"), item));
    }

    internal IEnumerable<(string Name, JsonField Field)> Properties()
    {
        var parent = Expect(JsonValueKind.Object, "an object");
        return parent.Value.EnumerateObject().Select(p => (p.Name, new JsonField(parent.File, parent.Child(p.Name), p.Value)));
    }

    internal string Text() => Expect(JsonValueKind.String, "a string").Value.GetString()!;

    internal long Integer() =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out var value) ? value : throw Unexpected("an integer");

    /// <summary>A number; JSON has no NaN, so null and the strings "NaN", "Infinity" and "-Infinity" stand for the non-finite ones.</summary>
    internal double Number() => Value.ValueKind switch
    {
        JsonValueKind.Number => Value.GetDouble(),
        JsonValueKind.Null => double.NaN,
        JsonValueKind.String when Value.GetString() is "NaN" => double.NaN,
        JsonValueKind.String when Value.GetString() is "Infinity" => double.PositiveInfinity,
        JsonValueKind.String when Value.GetString() is "-Infinity" => double.NegativeInfinity,
        _ => throw Unexpected("a number"),
    };

    internal double[] NumberArray() => [.. Items().Select(item => item.Number())];

    internal JsonField Expect(JsonValueKind kind, string expected) => Value.ValueKind == kind ? this : throw Unexpected(expected);

    private string Child(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private InvalidDataException Unexpected(string expected)
    {
        var found = Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "boolean" : Value.ValueKind.ToString().ToLowerInvariant();
        return new($"{File}: {(Path.Length == 0 ? "the file" : Path)} should be {expected}, but is {found}");
    }
}
