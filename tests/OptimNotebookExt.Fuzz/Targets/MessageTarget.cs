using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptimNotebookExt.Fuzz.Mutations;
using OptimNotebookExt.Host.Kernels;
using OptimNotebookExt.Host.Kernels.Wire;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>
/// Messages of Jupyter as frames. What is signed with the right key is looked into as the kernel does and answered; what is
/// not must be dropped.
/// </summary>
internal sealed class MessageTarget : FuzzTarget
{
    private const string Key = "the key";

    private static readonly JsonText s_header = new("""{"msg_id":"5d1f_1","session":"5d1f","username":"user","date":"2026-01-01T00:00:00.000000Z","msg_type":"execute_request","version":"5.3"}""");

    private static readonly JsonText[] s_contents =
    [
        new("""{"code":"var n = 1;\nn","silent":false,"store_history":true,"user_expressions":{"a":"n"},"allow_stdin":true,"stop_on_error":true}"""),
        new("""{"code":"Console.","cursor_pos":8,"detail_level":0}"""),
        new("""{"output":false,"raw":true,"hist_access_type":"search","session":0,"start":0,"stop":5,"n":10,"pattern":"*x*","unique":true}"""),
        new("""{"hist_access_type":"range","session":0,"start":1,"stop":3,"output":true}"""),
        new("""{"restart":true,"value":"typed","comm_id":"7","target_name":"jupyter.widget","data":{}}"""),
    ];

    private static readonly JsonText[] s_all = [s_header, .. s_contents];
    private static readonly byte[] s_delimiter = [.. "<IDS|MSG>"u8];

    private readonly History _history = new();
    private MessageCodec _codec = new(Key);
    private int _read;

    public MessageTarget()
    {
        _history.Add("var x = 1;");
        _history.Add("x\ud83d + 1");
    }

    internal override string Name => "messages";

    internal override byte[] Make(FuzzRandom random)
    {
        byte[][] parts =
        [
            random.Once(2) ? JsonMutator.Change(s_header, s_all, random) : s_header.Bytes,
            random.Once(4) ? JsonMutator.Change(s_header, s_all, random) : random.Once(2) ? s_header.Bytes : [.. "{}"u8],
            [.. "{}"u8],
            random.Once(4) ? random.Pick(s_contents).Bytes : JsonMutator.Change(random.Pick(s_contents), s_all, random),
        ];
        List<byte[]> frames = [[.. "client"u8], s_delimiter, Sign(parts), .. parts];
        for (var n = random.Below(8) - 5; n > 0; n--)
            Disorder(frames, random);
        return Joined(frames);
    }

    internal override bool Read(byte[] input)
    {
        // The signatures it remembers are of this many messages, so that a case does not depend on all before it.
        if (_read++ % 1000 == 0)
            _codec = new MessageCodec(Key);
        var frames = Frames(input);
        var (message, fault) = _codec.Read(frames);
        if (message is null == string.IsNullOrWhiteSpace(fault))
            throw new FuzzFindingException("a message and the reason why there is none");
        if (message is null)
            return false;
        var at = frames.FindIndex(f => f.AsSpan().SequenceEqual(s_delimiter));
        if (!Sign(frames.Skip(at + 2).Take(4)).AsSpan().SequenceEqual(frames[at + 1]))
            throw new FuzzFindingException("a message was followed that is not signed");
        if (_codec.Read(frames).Message is not null)
            throw new FuzzFindingException("a message was followed twice");
        Answer(message);
        return true;
    }

    /// <summary>What the kernel does before and after it runs code.</summary>
    private void Answer(KernelMessage message)
    {
        var code = message["code"] ?? "";
        var cursor = CodePoints.Offset(code, message.Number("cursor_pos") ?? int.MaxValue);
        if (cursor < 0 || cursor > code.Length || CodePoints.Count(code, cursor) > cursor)
            throw new FuzzFindingException("the cursor is outside of the code");
        _ = message.Flag("silent", missing: false);
        if (message.Content["user_expressions"] is JsonObject expressions)
        {
            foreach (var (name, _) in expressions)
                Write(message, "execute_reply", new JsonObject { [name] = 1 });
        }
        Write(message, "history_reply", _history.Reply(message));
        Write(message, "execute_input", new JsonObject { ["code"] = code });
        if (code.Length < 40 && _read % 50 == 0)
            Write(message, "is_complete_reply", CodeRequests.IsComplete(message));
    }

    private void Write(KernelMessage message, string type, JsonObject content) => _codec.Write(message.Identities, type, message.Header, content);

    private static void Disorder(List<byte[]> frames, FuzzRandom random)
    {
        var at = random.Below(frames.Count);
        switch (random.Below(5))
        {
            case 0:
                frames.RemoveAt(at);
                break;
            case 1:
                frames.Insert(at, frames[random.Below(frames.Count)]);
                break;
            case 2:
                frames[at] = [];
                break;
            case 3:
                frames[at] = ByteMutator.Change(frames[at], random);
                break;
            default:
                var other = random.Below(frames.Count);
                (frames[at], frames[other]) = (frames[other], frames[at]);
                break;
        }
        if (frames.Count == 0)
            frames.Add([]);
    }

    private static byte[] Sign(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Key));
        foreach (var part in parts)
            hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Each frame behind four bytes of its length.</summary>
    private static byte[] Joined(List<byte[]> frames)
    {
        var all = new byte[frames.Sum(f => 4 + f.Length)];
        var at = 0;
        foreach (var frame in frames)
        {
            BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(at), frame.Length);
            frame.CopyTo(all, at + 4);
            at += 4 + frame.Length;
        }
        return all;
    }

    private static List<byte[]> Frames(byte[] input)
    {
        List<byte[]> frames = [];
        for (var at = 0; at + 4 <= input.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(input.AsSpan(at));
            frames.Add(input[(at + 4)..(int)Math.Clamp(at + 4L + length, at + 4, input.Length)]);
            at += 4 + frames[^1].Length;
        }
        return frames;
    }
}
