using System.Globalization;
using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Notebooks.Checks;

/// <summary>Compares texts of outputs: words must be the same, numbers near each other; spaces, which align columns, do not count.</summary>
internal static partial class OutputText
{
    /// <summary>The first difference in words, or null.</summary>
    internal static string? Difference(string committed, string now, NumberTolerance tolerance)
    {
        var before = Tokens(committed);
        var after = Tokens(now);
        for (var i = 0; i < Math.Min(before.Length, after.Length); i++)
        {
            if (!Same(before[i], after[i], tolerance))
                return $"'{Around(before, i)}' is now '{Around(after, i)}'";
        }
        return before.Length == after.Length ? null
            : before.Length > after.Length ? $"'{Around(before, after.Length)}' is gone" : $"'{Around(after, before.Length)}' is new";
    }

    private static bool Same(string committed, string now, NumberTolerance tolerance) =>
        committed == now || (Number(committed) is { } before && Number(now) is { } after && tolerance.Allows(before, after));

    private static string[] Tokens(string text) => [.. TokenPattern().Matches(text).Select(m => m.Value)];

    private static double? Number(string token) =>
        double.TryParse(token.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Around(string[] tokens, int index)
    {
        var text = string.Join(' ', tokens.Skip(Math.Max(0, index - 4)).Take(8));
        return text.Length > 120 ? text[..120] + "…" : text;
    }

    [GeneratedRegex(@"[-−]?\d+(\.\d+)?([eE][-+]?\d+)?|[\p{L}_]+|[^\s]")]
    private static partial Regex TokenPattern();
}
