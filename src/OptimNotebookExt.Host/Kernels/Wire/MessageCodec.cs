using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Kernels.Wire;

/// <summary>Turns messages into signed frames and back. Not for several threads at once.</summary>
internal sealed class MessageCodec(string key)
{
    internal const string ProtocolVersion = "5.3";

    // As many as Jupyter's own clients remember.
    private const int MostRemembered = 1 << 16;

    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions s_write = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _seenInOrder = new();
    private long _sent;

    /// <summary>Reads the frames of a message; null and the reason where it must not be followed.</summary>
    internal (KernelMessage? Message, string? Fault) Read(IReadOnlyList<byte[]> frames)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(s_delimiter))
            at++;
        if (frames.Count < at + 6)
            return (null, "it has too few frames");
        var signature = Encoding.ASCII.GetString(frames[at + 1]);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(frames.Skip(at + 2).Take(4))), frames[at + 1]))
            return (null, signature.Length == 0 ? "it is not signed" : "its signature is wrong");
        if (!Remember(signature))
            return (null, "it has come before");
        try
        {
            var parts = frames.Skip(at + 2).Take(4).Select(f => WholeJson.Parse(f) as JsonObject).ToArray();
            if (parts[0] is not { } header || parts[1] is not { } parent || parts[3] is not { } content)
                return (null, "a part of it is no JSON object");
            var message = new KernelMessage([.. frames.Take(at)], header, parent, content);
            return message.Type.Length == 0 ? (null, "it has no type") : (message, null);
        }
        catch (JsonException)
        {
            return (null, "a part of it is no JSON");
        }
    }

    /// <summary>The frames of a message.</summary>
    /// <param name="identities">Who gets it, or the topic of what is published.</param>
    /// <param name="type">Its type.</param>
    /// <param name="parent">The header of what it answers, or null.</param>
    /// <param name="content">What it says.</param>
    internal List<byte[]> Write(IEnumerable<byte[]> identities, string type, JsonObject? parent, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = string.Create(CultureInfo.InvariantCulture, $"{_session}_{++_sent}"),
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        byte[][] parts = [Bytes(header), Bytes(parent ?? []), "{}"u8.ToArray(), Bytes(content)];
        return [.. identities, s_delimiter, Encoding.ASCII.GetBytes(Sign(parts)), .. parts];
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, s_write);

    private string Sign(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts)
            hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private bool Remember(string signature)
    {
        if (!_seen.Add(signature))
            return false;
        _seenInOrder.Enqueue(signature);
        if (_seenInOrder.Count > MostRemembered)
            _seen.Remove(_seenInOrder.Dequeue());
        return true;
    }
}
