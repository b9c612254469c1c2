using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace OptimNotebookExt.Fuzz.Mutations;

/// <summary>JSON values that a reader may not expect.</summary>
internal static class JsonValues
{
    private static readonly string[] s_nasty =
    [
        "null", "true", "false", "0", "1", "-1", "2", "3.5", "-0.0", "1e300", "1e999", "-1e999", "1e-400", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "2147483648", "1099511627776",
        "\"\"", "\"0\"", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u202e\"", "\"😀\"", "\"a\\nb\"", "\"<script>\"", "\"../../x\"", "\"F64\"", "\"__metadata__\"",
        "[]", "{}", "[0,0]", "[1,2,3]", "[[]]", "[null]", "[4294967296,4294967296]", "[0,9223372036854775807]", "{\"step\":7}", "{\"\":null}", "{\"a\":1,\"a\":2}", "{\"tags\":[\"parameters\"]}", "{\"text/plain\":[\"\",1]}",
    ];

    /// <summary>Any value: nasty ones, numbers of all sizes, texts of any characters.</summary>
    internal static Gen<byte[]> Any { get; } = Gen.Frequency(
        (6, Gen.Int[0, s_nasty.Length - 1].Select(i => Bytes(s_nasty[i]))),
        (2, Gen.Int.Select(n => Bytes(n.ToString(CultureInfo.InvariantCulture)))),
        (1, Gen.Long.Select(n => Bytes(n.ToString(CultureInfo.InvariantCulture)))),
        (2, Gen.Double.Special.Select(n => Bytes(double.IsFinite(n) ? n.ToString("R", CultureInfo.InvariantCulture) : "1e999"))),
        (2, Gen.String[0, 20].Select(s => JsonSerializer.SerializeToUtf8Bytes(s))));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
