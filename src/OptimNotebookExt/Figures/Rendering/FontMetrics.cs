namespace OptimNotebookExt.Figures.Rendering;

/// <summary>About how wide a text gets: the viewer's font is not known, so that of Helvetica with room for wider ones.</summary>
internal static class FontMetrics
{
    internal static double Width(string text, double size, bool bold = false)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes())
            width += Advance(rune.Value);
        return width * size * (bold ? 1.18 : 1.11);
    }

    /// <summary>The text, or its start and end around an ellipsis: the ends of parameter names tell them apart.</summary>
    internal static string Fit(string text, double size, double room)
    {
        if (Width(text, size) <= room)
            return text;
        var runes = text.EnumerateRunes().ToArray();
        for (var kept = runes.Length - 1; kept > 1; kept--)
        {
            var (head, tail) = ((kept + 1) / 2, kept / 2);
            var shorter = string.Concat(runes[..head].Select(r => r.ToString())) + "…" + string.Concat(runes[^tail..].Select(r => r.ToString()));
            if (Width(shorter, size) <= room)
                return shorter;
        }
        return "…";
    }

    private static double Advance(int rune) => rune switch
    {
        'i' or 'j' or 'l' or '\'' or '|' => 0.23,
        ' ' or '.' or ',' or ':' or ';' or '!' or 'f' or 't' or 'I' or '/' or '\\' or '[' or ']' => 0.29,
        'r' or '-' or '(' or ')' or '"' or '`' or '{' or '}' => 0.34,
        'm' or 'M' or '%' => 0.86,
        'w' => 0.73,
        'W' or '@' or '—' or '…' => 0.97,
        >= 'A' and <= 'Z' => 0.69,
        'c' or 'k' or 's' or 'v' or 'x' or 'y' or 'z' => 0.51,
        '⁰' or '¹' or '²' or '³' or (>= '⁴' and <= '⁹') or '⁻' => 0.36,
        '\u202f' => 0.2,
        < 0x20 => 0,
        < 0x2e80 => 0.57,
        _ => 1,
    };
}
