using System.Text.Json;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Reads numbers, shapes and tensors of golden files; a missing field is named.</summary>
internal static class GoldenJson
{
    internal static readonly (string Name, string Suffix, ScalarType Type)[] Dtypes =
        [("float64", "f64", ScalarType.Float64), ("float32", "f32", ScalarType.Float32)];

    internal static JsonElement Field(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value : throw new InvalidDataException($"the field '{name}' is missing.");

    /// <summary>A number, a flat array or nested arrays, flattened row-major.</summary>
    internal static double[] Doubles(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => [element.GetDouble()],
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Doubles)],
        _ => throw new InvalidDataException($"a number or an array was expected, not {element.ValueKind}."),
    };

    /// <summary>An item of an array; a missing one is said.</summary>
    internal static JsonElement At(this JsonElement element, int index) => element.ValueKind == JsonValueKind.Array && index < element.GetArrayLength()
        ? element[index]
        : throw new InvalidDataException($"an array of at least {index + 1} items was expected, not {element.GetRawText()}.");

    internal static long[] Longs(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt64())];

    internal static Tensor ToTensor(this JsonElement element, ScalarType dtype, params long[] shape)
    {
        var values = element.Doubles();
        return shape is [-1] || values.Length == shape.Aggregate(1.0, (product, n) => product * n)
            ? tensor(values, dtype: dtype).reshape(shape)
            : throw new InvalidDataException($"{values.Length} values do not fit the shape [{string.Join(", ", shape)}].");
    }

    /// <summary>A square matrix given as a flat or nested array.</summary>
    internal static Tensor ToSquare(this JsonElement element, ScalarType dtype)
    {
        var values = element.Doubles();
        var size = (long)Math.Round(Math.Sqrt(values.Length));
        return size * size == values.Length
            ? tensor(values, dtype: dtype).reshape(size, size)
            : throw new InvalidDataException($"{values.Length} values are no square matrix.");
    }
}
