using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A checkpoint's bytes taken apart, to be changed and put together again with a checksum that fits.</summary>
internal sealed class ForgedFile
{
    private readonly byte[] data;

    internal ForgedFile(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        data = file[(8 + length)..];
    }

    internal JsonObject Header { get; }

    internal JsonObject Metadata => Header["__metadata__"]!.AsObject();

    /// <summary>Changes one of the documents within the metadata.</summary>
    internal void Change(string key, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(Metadata[key]!.GetValue<string>())!;
        change(node);
        Metadata[key] = node.ToJsonString();
    }

    internal byte[] Bytes(Func<string, string>? editHeader = null, Func<byte[], byte[]>? editData = null)
    {
        if (Header["__metadata__"] is JsonObject metadata)
            metadata["sha256"] = new string('0', 64);
        // The checksum is looked for in the form the writer gives it, and so is whatever an edit of the text expects.
        var json = Encoding.UTF8.GetBytes((editHeader ?? (t => t))(Header.ToJsonString()));
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        byte[] file = [.. prefix, .. json, .. (editData ?? (d => d))(data)];
        var hash = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(file)).ToLowerInvariant());
        var place = file.AsSpan().IndexOf("\"sha256\":\""u8) + "\"sha256\":\"".Length;
        if (place > 10 && place + hash.Length <= file.Length)
            hash.CopyTo(file, place);
        return file;
    }
}
