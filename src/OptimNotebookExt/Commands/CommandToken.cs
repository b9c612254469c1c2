using System.Text.Json;

namespace OptimNotebookExt.Commands;

/// <summary>A word of a line: text between spaces, or a JSON string with its quotes.</summary>
/// <param name="Raw">As it stands in the line.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record CommandToken(string Raw, int Start)
{
    internal int End => Start + Raw.Length;

    internal bool IsOption => Raw.StartsWith("--", StringComparison.Ordinal) && Raw.Length > 2;

    private bool IsQuoted => Raw[0] == '"';

    /// <summary>What it says.</summary>
    /// <exception cref="CommandException">The quotes are not closed, or what is in them is no JSON string.</exception>
    internal string Value
    {
        get
        {
            if (!IsQuoted)
                return Raw;
            try
            {
                return JsonSerializer.Deserialize<string>(Raw)!;
            }
            catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException) // half a character is one of the latter
            {
                throw new CommandException($"{Raw} is not a quoted text: close the quotes, and write \\\\ for a backslash and \\\" for a quote in it.", e);
            }
        }
    }

    internal static List<CommandToken> Split(string line)
    {
        var tokens = new List<CommandToken>();
        for (var i = 0; i < line.Length;)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
                continue;
            }
            var start = i;
            i = line[i] == '"' ? AfterQuotes(line, i) : AfterWord(line, i);
            tokens.Add(new CommandToken(line[start..i], start));
        }
        return tokens;
    }

    private static int AfterWord(string line, int i)
    {
        while (i < line.Length && !char.IsWhiteSpace(line[i]))
            i++;
        return i;
    }

    private static int AfterQuotes(string line, int i)
    {
        for (i++; i < line.Length; i++)
        {
            if (line[i] == '\\')
                i++;
            else if (line[i] == '"')
                return i + 1;
        }
        return line.Length;
    }
}
