using static TorchSharp.torch;

namespace OptimNotebookExt.Checkpoints.SafeTensors;

/// <summary>Names of dtypes in safetensors files.</summary>
internal static class SafeTensorsType
{
    private static readonly Dictionary<ScalarType, string> Names = new()
    {
        [ScalarType.Float64] = "F64",
        [ScalarType.Float32] = "F32",
        [ScalarType.Float16] = "F16",
        [ScalarType.BFloat16] = "BF16",
        [ScalarType.Int64] = "I64",
        [ScalarType.Int32] = "I32",
        [ScalarType.Int16] = "I16",
        [ScalarType.Int8] = "I8",
        [ScalarType.Byte] = "U8",
        [ScalarType.Bool] = "BOOL",
    };

    private static readonly Dictionary<string, ScalarType> Types = Names.ToDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);

    internal static IEnumerable<string> All => Types.Keys;

    internal static string NameOf(ScalarType type) => Names[type];

    internal static bool TryParse(string name, out ScalarType type) => Types.TryGetValue(name, out type);

    /// <summary>Bytes of one element.</summary>
    internal static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };
}
