using CsCheck;

namespace OptimNotebookExt.Fuzz.Mutations;

/// <summary>Changes a text by its words.</summary>
internal static class TextMutator
{
    /// <summary>What breaks readers of lines: quotes, halves of characters, separators, numbers beyond every type.</summary>
    private static readonly string[] s_nasty =
    [
        "\"", "\"\"", "\"\\", "\"\\ud800\"", "\ud800", "\udc00x", "\0", "\u202e", "\u2028", "\r", "\r\n", "\n", "\t", "--", "---", "-", "--=", ",", ",,,", "'", "`", "\\", "/", "..", "#", "#!", "{", "}", "(", ")", ";", "=",
        "9223372036854775808", "-9223372036854775809", "1e999", "NaN", "0x10", "٣", "1,2,,3", "{0}", "$(x)", "<script>", "&lt;", "//", "/*", "null", "true", "😀", "\ufeff",
    ];

    private static readonly Gen<string> s_any = Gen.Frequency((4, Gen.Int[0, s_nasty.Length - 1].Select(i => s_nasty[i])), (1, Gen.String[0, 12]));

    /// <summary>Changes one to four words.</summary>
    /// <param name="text">A text.</param>
    /// <param name="words">Words that mean something to its reader.</param>
    /// <param name="random">The case's random numbers.</param>
    internal static string Change(string text, IReadOnlyList<string> words, FuzzRandom random)
    {
        var parts = Split(text);
        for (var n = 1 + random.Below(4); n > 0; n--)
            Change(parts, words, random);
        return string.Concat(parts);
    }

    private static void Change(List<string> parts, IReadOnlyList<string> words, FuzzRandom random)
    {
        var at = random.Below(parts.Count + 1);
        var fresh = random.Once(3) ? random.Of(s_any) : random.Pick(words);
        switch (random.Below(8))
        {
            case 0 or 1:
                parts.Insert(at, fresh);
                break;
            case 2 or 3 when at < parts.Count:
                parts[at] = fresh;
                break;
            case 4 when at < parts.Count:
                parts.RemoveAt(at);
                break;
            case 5 when at < parts.Count:
                var length = Math.Min(parts.Count - at, 1 + random.Below(6));
                parts.InsertRange(random.Below(parts.Count), parts.GetRange(at, length));
                break;
            case 6 when at < parts.Count && parts[at].Length > 0:
                var inside = random.Below(parts[at].Length);
                parts[at] = string.Concat(parts[at].AsSpan(0, inside), fresh, parts[at].AsSpan(inside + random.Below(2)));
                break;
            case 7 when random.Once(10):
                parts.RemoveRange(at, parts.Count - at);
                break;
            default:
                parts.Add(fresh);
                break;
        }
    }

    /// <summary>Words, and what stands between them.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsLetterOrDigit(text[i]))
            {
                while (i < text.Length && char.IsLetterOrDigit(text[i]))
                    i++;
            }
            else
            {
                i++;
            }
            parts.Add(text[start..i]);
        }
        return parts;
    }
}
