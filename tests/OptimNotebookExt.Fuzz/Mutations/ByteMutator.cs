namespace OptimNotebookExt.Fuzz.Mutations;

/// <summary>Changes bytes without regard to what they mean.</summary>
internal static class ByteMutator
{
    private static readonly byte[] s_special = [0, 1, 0x22, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xbf, 0xc0, 0xed, 0xf8, 0xff];

    internal static byte[] Change(ReadOnlySpan<byte> bytes, FuzzRandom random)
    {
        if (bytes.Length == 0)
            return [random.Pick(s_special)];
        var at = random.Below(bytes.Length);
        switch (random.Below(5))
        {
            case 0:
                return bytes[..at].ToArray();
            case 1:
                return [.. bytes[..at], random.Pick(s_special), .. bytes[at..]];
            case 2:
                var length = Math.Min(bytes.Length - at, 1 + random.Below(16));
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 3:
                var changed = bytes.ToArray();
                changed[at] ^= (byte)(1 << random.Below(8));
                return changed;
            default:
                var special = bytes.ToArray();
                special[at] = random.Pick(s_special);
                return special;
        }
    }
}
