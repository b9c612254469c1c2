using System.Text;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Text for XML and HTML.</summary>
internal static class Markup
{
    /// <summary>Marked-up characters escaped, characters that XML forbids replaced.</summary>
    internal static string Encode(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\t' or '\n' or '\r' => safe.Append(' '),
                < 0x20 or 0xfffe or 0xffff => safe.Append('\ufffd'),
                _ => safe.Append(rune.ToString()),
            };
        }
        return safe.ToString();
    }
}
