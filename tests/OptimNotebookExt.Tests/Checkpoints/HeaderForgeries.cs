using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>What the format itself does not allow: lengths, names, places, shapes and dtypes in the header.</summary>
internal static class HeaderForgeries
{
    /// <summary>Each with what must be said of it.</summary>
    internal static IReadOnlyList<Forgery> All { get; } =
    [
        new("text", _ => "an optimizer"u8.ToArray(), "more than the format allows"),
        new("empty", _ => [], "the file has 0 bytes"),
        new("seven bytes", _ => new byte[7], "the file has 7 bytes"),
        new("a header of all lengths", f => Length(f, ulong.MaxValue), "more than the format allows (100000000)"),
        new("a header of 100 MB and a byte", f => Length(f, 100_000_001), "more than the format allows"),
        new("a header longer than the file", f => Length(f, 1_000_000), "but only"),
        new("no JSON", f => Length(f, 3), "the header is damaged"),
        new("a list", f => f.Bytes(h => "[" + h + "]"), "the header is damaged"),
        new("no metadata", f => f.Bytes(h => h.Replace("__metadata__", "other", StringComparison.Ordinal)), "the header is damaged"),
        new("metadata of numbers", f => f.Bytes(h => h.Replace("\"format_version\":\"1\"", "\"format_version\":1", StringComparison.Ordinal)), "the header is damaged"),
        new("no checksum", f => f.Bytes(h => h.Replace("sha256", "sha512", StringComparison.Ordinal)), "lack the checksum"),
        new("a name twice", f => f.Bytes(h => h.Insert(h.Length - 1, ",\"p3/delta\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")), "names 'p3/delta' twice"),
        new("metadata twice", f => f.Bytes(h => h.Replace("\"format_version\":", "\"format\":\"x\",\"format_version\":", StringComparison.Ordinal)), "names the metadata 'format' twice"),
        new("an overlap", f => Moved(f, "p3/delta", -4, -4), "overlaps"),
        new("a gap", f => Moved(f, "p3/delta", 4, 4), "belong to no tensor"),
        new("wrong size", f => Moved(f, "p3/delta", 0, 4), "takes 48 bytes"),
        new("offsets backwards", f => Moved(f, "p3/delta", 400_000, 0), "takes 48 bytes"),
        new("negative offsets", f => Moved(f, "p3/delta", -1_000_000, -1_000_000), "no whole number of at least 0"),
        new("a huge shape", f => Forgery.Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(1L << 40, 1L << 40)), "impossible shape"),
        new("a huge shape of nothing", f => Forgery.Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(0, 1L << 40, 1L << 40)), "impossible shape"),
        new("too many axes", f => Forgery.Tensor(f, "p3/delta", t => t["shape"] = new JsonArray([.. Enumerable.Repeat(0, 65).Select(_ => (JsonNode)1)])), "has 65 axes"),
        new("a negative shape", f => Forgery.Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(-4, -3)), "no whole number of at least 0"),
        new("a broken shape", f => Forgery.Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(4, 3.5)), "no whole number of at least 0"),
        new("an unknown dtype", f => Forgery.Tensor(f, "p3/delta", t => t["dtype"] = "F99"), "unknown dtype 'F99'"),
        new("a field too many", f => Forgery.Tensor(f, "p3/delta", t => t["more"] = 1), "and nothing else"),
        new("no offsets", f => Forgery.Tensor(f, "p3/delta", t => t.AsObject().Remove("data_offsets")), "the header is damaged"),
        new("bytes at the end", f => f.Bytes(editData: d => [.. d, 0]), "the file is too long"),
        new("another dtype", f => Forgery.Tensor(f, "p3/delta", t => t["dtype"] = "I32"), "'p3/delta' is Int32 in the file, but Float32 here"),
        new("another shape", f => Forgery.Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(3, 4)), "'p3/delta' has shape [3, 4] in the file, but [4, 3] here"),
        new("another parameter's shape", f => Forgery.Tensor(f, "p3/parameter", t => t["shape"] = new JsonArray(12)), "'p3/parameter' has shape [12] in the file"),
        new("another name", f => f.Bytes(h => h.Replace("\"p3/delta\"", "\"p3/gamma\"", StringComparison.Ordinal)), "the file lacks 'p3/delta'"),
        new("another parameter", f => f.Bytes(h => h.Replace("\"p3/delta\"", "\"q/delta\"", StringComparison.Ordinal)), "the file lacks 'p3/delta'"),
        new("a tensor of nobody", f => f.Bytes(h => h.Insert(h.Length - 1, ",\"q/delta\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")), "the file holds 'q/delta', which belongs to no parameter"),
        new("a state of no such name", f => f.Bytes(h => h.Insert(h.Length - 1, ",\"p3/gamma\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")), "'p3/gamma', which NeutralGradient does not keep for a parameter of shape [4, 3]"),
    ];

    private static byte[] Length(ForgedFile f, ulong length)
    {
        var file = f.Bytes();
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        return file;
    }

    private static byte[] Moved(ForgedFile f, string name, long begin, long end) => Forgery.Tensor(f, name, t =>
    {
        var offsets = t["data_offsets"]!.AsArray();
        t["data_offsets"] = new JsonArray(offsets[0]!.GetValue<long>() + begin, offsets[1]!.GetValue<long>() + end);
    });
}
