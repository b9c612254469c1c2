using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Notebooks.Reports.Tex;

/// <summary>A formula token by token.</summary>
internal sealed partial class TexTokens
{
    private readonly string[] _tokens;
    private int _next;

    internal TexTokens(string tex) => _tokens = [.. TokenPattern().Matches(tex).Select(m => m.Value)];

    /// <summary>The next token without taking it; spaces are passed over; empty at the end.</summary>
    internal string Peek
    {
        get
        {
            while (_next < _tokens.Length && string.IsNullOrWhiteSpace(_tokens[_next]))
                _next++;
            return _next < _tokens.Length ? _tokens[_next] : "";
        }
    }

    internal string Take()
    {
        var token = Peek;
        _next++;
        return token;
    }

    /// <summary>Takes the first digit of a number that has more, null where there is none such: <c>\frac12</c> is a half.</summary>
    internal string? TakeDigit()
    {
        if (Peek is not { Length: > 1 } number || !char.IsDigit(number[0]))
            return null;
        _tokens[_next] = number[1..];
        return number[..1];
    }

    /// <summary>Takes a token that must come.</summary>
    /// <exception cref="FormatException">Another one comes.</exception>
    internal void Expect(string token)
    {
        if (Take() != token)
            throw new FormatException($"'{token}' is missing");
    }

    /// <summary>The text of a group in braces, spaces too, escaped signs as themselves; without braces, one character.</summary>
    internal string TakeText()
    {
        if (Peek is { Length: 1 } single && char.IsLetterOrDigit(single[0]))
            return Take();
        Expect("{");
        var start = _next;
        for (var depth = 1; depth > 0; _next++)
        {
            if (_next >= _tokens.Length)
                throw new FormatException("'}' is missing");
            depth += _tokens[_next] switch { "{" => 1, "}" => -1, _ => 0 };
        }
        return string.Concat(_tokens[start..(_next - 1)].Select(t => t is ['\\', '_' or '%' or '#' or '&' or '$' or '{' or '}' or ' '] ? t[1..] : t));
    }

    [GeneratedRegex(@"\\[A-Za-z]+\*?|\\.|\s+|\d+(?:\.\d+)?|[^\\\s\d]|\\", RegexOptions.Singleline)]
    private static partial Regex TokenPattern();
}
