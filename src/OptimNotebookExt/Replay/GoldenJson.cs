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

    internal static long[] Longs(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt64())];

    internal static Tensor ToTensor(this JsonElement element, ScalarType dtype, params long[] shape) =>
        tensor(element.Doubles(), dtype: dtype).reshape(shape);

    /// <summary>A square matrix given as a flat or nested array.</summary>
    internal static Tensor ToSquare(this JsonElement element, ScalarType dtype)
    {
        var values = element.Doubles();
        var size = (long)Math.Round(Math.Sqrt(values.Length));
        return tensor(values, dtype: dtype).reshape(size, size);
    }
}
