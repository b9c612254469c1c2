using System.Buffers;

namespace OptimNotebookExt.Fuzz.Mutations;

/// <summary>Changes a JSON text in one to four places, mostly so that it stays JSON.</summary>
internal static class JsonMutator
{
    internal static byte[] Change(JsonText text, IReadOnlyList<JsonText> others, FuzzRandom random)
    {
        var json = Splice(text, [.. Enumerable.Range(0, 1 + random.Below(4)).Select(_ => Edit(text, others, random))]);
        return random.Once(12) ? ByteMutator.Change(json, random) : json;
    }

    private static (int Start, int End, byte[] New) Edit(JsonText text, IReadOnlyList<JsonText> others, FuzzRandom random)
    {
        // The root, whose change leaves nothing else, is rarely taken.
        var place = text.Places[text.Places.Count > 1 && !random.Once(50) ? 1 + random.Below(text.Places.Count - 1) : 0];
        var value = text.Value(place);
        var other = random.Once(3) ? random.Pick(others) : text;
        var taken = random.Pick(other.Places);
        switch (random.Below(9))
        {
            case 0 or 1:
                return (place.Start, place.End, random.Of(JsonValues.Any));
            case 2:
                return (place.Start, place.End, other.Value(taken).ToArray());
            case 3:
                return Without(text.Bytes, place);
            case 4:
                return (place.End, place.End, [(byte)',', .. text.Bytes.AsSpan(place.Whole, place.End - place.Whole)]);
            case 5:
                return (place.End, place.End, [(byte)',', .. place.IsNamed ? "\"more\":"u8 : default, .. random.Of(JsonValues.Any)]);
            case 6 when place.IsNamed:
                return (place.Whole, place.Start, [.. Name(random, other), (byte)':']);
            case 7:
                var deep = random.Once(20) ? 1 + random.Below(200) : 1;
                return (place.Start, place.End, [.. Enumerable.Repeat((byte)'[', deep), .. value, .. Enumerable.Repeat((byte)']', deep)]);
            default:
                var changed = value.ToArray();
                changed[random.Below(changed.Length)] = random.Pick("0123456789-.eE\"\\{}[]:,ntf \0"u8.ToArray());
                return (place.Start, place.End, changed);
        }
    }

    /// <summary>A member's name from elsewhere, or a text that is none.</summary>
    private static byte[] Name(FuzzRandom random, JsonText other)
    {
        var taken = random.Pick(other.Places);
        return taken.IsNamed && !random.Once(4) ? other.Bytes[taken.Whole..(taken.Whole + NameLength(other.Bytes, taken))] : random.Pick(s_names);
    }

    private static readonly byte[][] s_names = [[.. "\"\""u8], [.. "\"x\""u8], [.. "\"__metadata__\""u8], [.. "\"\\u0000\""u8], [.. "\"\\ud800\""u8]];

    private static int NameLength(byte[] bytes, JsonPlace place)
    {
        var length = place.Start - place.Whole;
        while (length > 2 && bytes[place.Whole + length - 1] != (byte)'"')
            length--;
        return length;
    }

    private static (int, int, byte[]) Without(byte[] bytes, JsonPlace place)
    {
        var (start, end) = (place.Whole, place.End);
        var next = end;
        while (next < bytes.Length && bytes[next] is (byte)' ' or (byte)'\n')
            next++;
        if (next < bytes.Length && bytes[next] == (byte)',')
            return (start, next + 1, []);
        while (start > 0 && bytes[start - 1] is (byte)' ' or (byte)'\n')
            start--;
        return (start > 0 && bytes[start - 1] == (byte)',' ? start - 1 : start, end, []);
    }

    /// <summary>Puts the edits in, without those that lie in another one.</summary>
    private static byte[] Splice(JsonText text, (int Start, int End, byte[] New)[] edits)
    {
        Array.Sort(edits, (a, b) => a.Start.CompareTo(b.Start));
        var result = new ArrayBufferWriter<byte>(text.Bytes.Length + 256);
        var at = 0;
        foreach (var (start, end, replacement) in edits)
        {
            if (start < at)
                continue;
            result.Write(text.Bytes.AsSpan(at, start - at));
            result.Write(replacement);
            at = end;
        }
        result.Write(text.Bytes.AsSpan(at));
        return result.WrittenSpan.ToArray();
    }
}
