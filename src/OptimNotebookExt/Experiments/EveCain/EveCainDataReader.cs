using System.Buffers.Binary;
using System.Text.Json;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Reads models, pairs and magnitudes of a golden experiment file; every error names file and field.</summary>
internal static class EveCainDataReader
{
    private const int MaximumSize = 1 << 16;

    internal static EveCainData Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var document = Parse(path);
        return Read(document.RootElement, path);
    }

    /// <summary>Reads a file that is parsed already.</summary>
    internal static EveCainData Read(JsonElement root, string path)
    {
        var shape = new EveCainShape(Size("E"), Size("hidden"), Size("npairs"), Size("B"), Size("T"));
        var seed = Field(path, root, "seed") is { ValueKind: JsonValueKind.Number } field && field.TryGetInt64(out var s) ? s : throw Bad(path, "seed", "must be a whole number");
        var models = Field(path, root, "models");
        var data = Enum.GetValues<EveCainModel>().ToDictionary(
            model => model,
            model => ReadModel(path, $"models.{model}", Field(path, models, model.ToString(), "models."), shape));
        return new EveCainData(seed, Path.GetFileName(path), shape, model => data[model]);

        int Size(string name) => Field(path, root, name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt32(out var value) && value is > 0 and <= MaximumSize
            ? value
            : throw Bad(path, name, $"must be a whole number in [1, {MaximumSize}]");
    }

    private static JsonDocument Parse(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not a JSON file: {e.Message}", e);
        }
    }

    private static EveCainModelData ReadModel(string path, string prefix, JsonElement model, EveCainShape shape)
    {
        var (features, hidden) = (shape.Features, shape.Hidden);
        return new EveCainModelData(
            Floats("W1", (long)hidden * features),
            Floats("b1", hidden),
            Floats("W2", (long)features * hidden),
            Floats("b2", features),
            Floats("x", shape.PairsLength),
            Floats("y", shape.PairsLength),
            Floats("input_magnitudes", features),
            Floats("output_magnitudes", features));

        float[] Floats(string name, long length)
        {
            var field = Field(path, model, name, prefix + ".");
            if (field.ValueKind != JsonValueKind.String || !field.TryGetBytesFromBase64(out var bytes))
                throw Bad(path, $"{prefix}.{name}", "must be base64 of little-endian float32");
            if (bytes.Length != (Int128)length * sizeof(float))
                throw Bad(path, $"{prefix}.{name}", $"must hold {length} float32 numbers, but holds {bytes.Length} bytes");
            var values = new float[length];
            for (var i = 0; i < length; i++)
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
            return values.All(float.IsFinite) ? values : throw Bad(path, $"{prefix}.{name}", "holds a number that is not finite");
        }
    }

    private static JsonElement Field(string path, JsonElement element, string name, string prefix = "") =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field)
            ? field
            : throw Bad(path, prefix + name, "is missing");

    private static InvalidDataException Bad(string path, string field, string what) => new($"{path}: the field {field} {what}.");
}
