using System.Buffers.Binary;
using System.Text.Json;

namespace OptimNotebookExt.Checkpoints.SafeTensors;

/// <summary>
/// The header of a safetensors file: 8 bytes of length, then JSON with dtype, shape and place of every tensor. Whatever
/// the format does not allow is refused here, before any tensor is read: the file comes from outside.
/// </summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The format's own limit.</summary>
    internal const long MaxLength = 100_000_000;

    internal const int PrefixLength = 8;

    /// <summary>Axes of a tensor; libtorch has no more.</summary>
    private const int MaxRank = 64;

    private const string MetadataName = "__metadata__";

    private SafeTensorsHeader(byte[] json, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensorsEntry> entries) =>
        (Json, Metadata, Entries) = (json, metadata, entries);

    /// <summary>The header's bytes as they are in the file.</summary>
    internal byte[] Json { get; }

    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of the file; they cover it without gap or overlap.</summary>
    internal IReadOnlyList<SafeTensorsEntry> Entries { get; }

    /// <summary>Reads and checks the header; the stream is then at the first tensor.</summary>
    /// <exception cref="InvalidDataException">Says what is wrong with the file.</exception>
    internal static SafeTensorsHeader Read(Stream stream)
    {
        var prefix = new byte[PrefixLength];
        if (stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false) < PrefixLength)
            throw new InvalidDataException($"the file has {stream.Length} bytes: it is cut off, or no safetensors file.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength)
            throw new InvalidDataException($"the header claims {length} bytes, more than the format allows ({MaxLength}): this is no safetensors file, or it is damaged.");
        if ((long)length > stream.Length - PrefixLength)
            throw new InvalidDataException($"the header claims {length} bytes, but only {stream.Length - PrefixLength} follow: the file is cut off or damaged.");
        var json = new byte[length];
        stream.ReadExactly(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var (metadata, entries) = Parse(document.RootElement);
            Cover(entries, stream.Length - PrefixLength - (long)length);
            return new SafeTensorsHeader(json, metadata, entries);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // JsonElement answers a value of another kind, and bytes that are no text, with an InvalidOperationException.
            throw new InvalidDataException($"the header is damaged: {e.Message}", e);
        }
    }

    private static (Dictionary<string, string> Metadata, List<SafeTensorsEntry> Entries) Parse(JsonElement root)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<SafeTensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw new InvalidDataException($"the header names '{property.Name}' twice.");
            if (property.Name != MetadataName)
            {
                entries.Add(Entry(property.Name, property.Value));
                continue;
            }
            foreach (var item in property.Value.EnumerateObject())
            {
                if (!metadata.TryAdd(item.Name, item.Value.GetString() ?? throw new InvalidDataException($"the metadata '{item.Name}' are no text.")))
                    throw new InvalidDataException($"the header names the metadata '{item.Name}' twice.");
            }
        }
        return (metadata, entries);
    }

    private static SafeTensorsEntry Entry(string name, JsonElement value)
    {
        var type = value.GetProperty("dtype").GetString() ?? string.Empty;
        if (!SafeTensorsType.TryParse(type, out var dtype))
            throw new InvalidDataException($"'{name}' has the unknown dtype '{type}'; known are {string.Join(", ", SafeTensorsType.All)}.");
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(n => Whole(name, "shape", n))];
        long[] offsets = [.. value.GetProperty("data_offsets").EnumerateArray().Select(n => Whole(name, "data_offsets", n))];
        if (value.EnumerateObject().Count() != 3 || offsets.Length != 2)
            throw new InvalidDataException($"'{name}' must have dtype, shape and two data_offsets, each once and nothing else.");
        if (shape.Length > MaxRank)
            throw new InvalidDataException($"'{name}' has {shape.Length} axes, and at most {MaxRank} are possible.");
        long bytes;
        try
        {
            // An axis of no length does not make the others possible.
            _ = shape.Aggregate((long)SafeTensorsType.SizeOf(dtype), (product, n) => checked(product * Math.Max(1, n)));
            bytes = shape.Aggregate((long)SafeTensorsType.SizeOf(dtype), (product, n) => product * n);
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"'{name}' has the impossible shape [{string.Join(", ", shape)}].");
        }
        if (offsets[1] - offsets[0] != bytes)
            throw new InvalidDataException($"'{name}' of shape [{string.Join(", ", shape)}] and dtype {type} takes {bytes} bytes, but its data_offsets are [{offsets[0]}, {offsets[1]}].");
        return new SafeTensorsEntry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static long Whole(string name, string field, JsonElement number) => number.TryGetInt64(out var value) && value >= 0
        ? value
        : throw new InvalidDataException($"{field} of '{name}' holds {number.GetRawText()}, which is no whole number of at least 0.");

    /// <summary>Puts the tensors in the order of the file, which they must cover exactly.</summary>
    private static void Cover(List<SafeTensorsEntry> entries, long length)
    {
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var (end, last) = (0L, "the header");
        foreach (var entry in entries)
        {
            if (entry.Begin < end)
                throw new InvalidDataException($"'{entry.Name}' overlaps '{last}' in the file: its data_offsets are [{entry.Begin}, {entry.End}], but '{last}' ends at {end}.");
            if (entry.Begin > end)
                throw new InvalidDataException($"the bytes from {end} to {entry.Begin}, before '{entry.Name}', belong to no tensor.");
            (end, last) = (entry.End, entry.Name);
        }
        if (end != length)
            throw new InvalidDataException($"the tensors take {end} bytes, but {length} follow the header: the file is {(length < end ? "cut off" : "too long")}.");
    }
}
