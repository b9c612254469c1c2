using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace OptimNotebookExt.Checkpoints.SafeTensors;

/// <summary>A safetensors file with a checksum, read whole and verified before anyone sees a number of it.</summary>
internal sealed class SafeTensorsFile : IDisposable
{
    private readonly Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);

    private SafeTensorsFile(SafeTensorsHeader header) => (Metadata, Entries) = (header.Metadata, header.Entries);

    internal IReadOnlyDictionary<string, string> Metadata { get; }

    internal IReadOnlyList<SafeTensorsEntry> Entries { get; }

    /// <summary>The tensors by name, contiguous in main memory, owned here.</summary>
    internal IReadOnlyDictionary<string, Tensor> Tensors => tensors;

    /// <summary>Reads and verifies a file.</summary>
    /// <param name="stream">The file, from its beginning to its end.</param>
    /// <param name="withTensors">Whether the tensors are wanted, or only what the header says.</param>
    /// <exception cref="InvalidDataException">Says what is wrong with the file.</exception>
    internal static SafeTensorsFile Read(Stream stream, bool withTensors)
    {
        var header = SafeTensorsHeader.Read(stream);
        var file = new SafeTensorsFile(header);
        try
        {
            using var checksum = new Checksum();
            var place = checksum.AppendHeader(Prefix(header.Json.Length), header.Json);
            foreach (var entry in header.Entries)
            {
                if (withTensors)
                    file.Add(entry, stream, checksum);
                else
                    TensorBytes.Skip(entry.Bytes, stream, checksum.Data);
            }
            var expected = checksum.Hex();
            if (!header.Json.AsSpan(place, expected.Length).SequenceEqual(expected))
                throw new InvalidDataException("the checksum does not fit: the file is damaged. Take an older checkpoint.");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="stream">An empty stream that can seek.</param>
    /// <param name="metadata">Texts by name.</param>
    /// <param name="tensors">The tensors by name; none is changed.</param>
    internal static void Write(Stream stream, IEnumerable<KeyValuePair<string, string>> metadata, IReadOnlyDictionary<string, Tensor> tensors)
    {
        // Larger elements first, so that every tensor begins at a multiple of its element.
        var ordered = tensors.OrderByDescending(t => SafeTensorsType.SizeOf(t.Value.dtype)).ThenBy(t => t.Key, StringComparer.Ordinal).ToArray();
        var json = Header(metadata, ordered);
        using var checksum = new Checksum();
        var prefix = Prefix(json.Length);
        var place = checksum.AppendHeader(prefix, json);
        stream.Write(prefix);
        stream.Write(json);
        foreach (var (_, tensor) in ordered)
            TensorBytes.Write(tensor, stream, checksum.Data);
        stream.Position = prefix.Length + place;
        stream.Write(checksum.Hex());
        stream.Position = stream.Length;
    }

    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
        tensors.Clear();
    }

    private void Add(SafeTensorsEntry entry, Stream stream, Checksum checksum)
    {
        var tensor = empty(entry.Shape, dtype: entry.Dtype).DetachFromDisposeScope();
        tensors.Add(entry.Name, tensor);
        TensorBytes.Read(tensor, stream, checksum.Data);
    }

    private static byte[] Prefix(int length)
    {
        var prefix = new byte[SafeTensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)length);
        return prefix;
    }

    private static byte[] Header(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<KeyValuePair<string, Tensor>> ordered)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            writer.WriteString(Checksum.Key, Checksum.Blank);
            foreach (var (key, value) in metadata)
                writer.WriteString(key, value);
            writer.WriteEndObject();
            var begin = 0L;
            foreach (var (name, tensor) in ordered)
            {
                var end = begin + tensor.numel() * SafeTensorsType.SizeOf(tensor.dtype);
                writer.WriteStartObject(name);
                writer.WriteString("dtype", SafeTensorsType.NameOf(tensor.dtype));
                WriteNumbers(writer, "shape", tensor.shape);
                WriteNumbers(writer, "data_offsets", [begin, end]);
                writer.WriteEndObject();
                begin = end;
            }
            writer.WriteEndObject();
        }
        // The data begin at a multiple of 8.
        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        return stream.Length <= SafeTensorsHeader.MaxLength
            ? stream.ToArray()
            : throw new InvalidOperationException($"The header would take {stream.Length} bytes, and the format allows {SafeTensorsHeader.MaxLength}: save fewer parameters in one file.");
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, long[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
