using System.Globalization;

namespace OptimNotebookExt.Commands;

/// <summary>Messages as one line that ends, whatever was typed or thrown.</summary>
internal static class OneSentence
{
    /// <summary>More than this is not read; what stands in the middle, such as a pasted file, is left out.</summary>
    private const int Most = 900;
    private const int Tail = 200;

    internal static string Of(Exception e)
    {
        // TorchSharp appends the native stack after the first line, .NET the parameter's name.
        var line = e.Message.ReplaceLineEndings("\n").Split('\n')[0].Trim();
        var parameter = line.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        line = parameter > 0 ? line[..parameter] : line;
        return Of(line.Length > 0 ? line : e.GetType().Name);
    }

    internal static string Of(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var line = string.Concat(message.Select(c => IsWritten(c) ? c : ' ')).Trim();
        if (line.Length > Most)
            line = $"{line[..(Most - Tail)]} … {line[^Tail..]}";
        return line.Length > 0 && line[^1] is '.' or '!' or '?' ? line : line + ".";
    }

    /// <summary>Halves of characters stay only where both are there, which a cut in the middle of a text may not leave.</summary>
    private static bool IsWritten(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
