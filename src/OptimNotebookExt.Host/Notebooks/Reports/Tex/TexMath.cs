using System.Net;

namespace OptimNotebookExt.Host.Notebooks.Reports.Tex;

/// <summary>TeX formulas as MathML, which browsers draw without scripts: the part of TeX that texts about mathematics mostly use.</summary>
internal sealed partial class TexMath
{
    private const int MostNested = 60;

    private readonly TexTokens _tokens;
    private readonly bool _display;
    private int _depth;

    private TexMath(string tex, bool display)
    {
        _tokens = new TexTokens(tex);
        _display = display;
    }

    /// <summary>The formula, or null where it uses what is not known here.</summary>
    internal static string? Render(string tex, bool display)
    {
        try
        {
            var formula = new TexMath(tex, display);
            var body = formula.Row("");
            return $"<math{(display ? " display=\"block\"" : "")}>{Element("mrow", body)}</math>";
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Everything up to a token, which is taken; empty means the end.</summary>
    private string Row(params string[] ends)
    {
        var row = "";
        while (!ends.Contains(_tokens.Peek))
        {
            if (_tokens.Peek.Length == 0)
                throw new FormatException($"{ends[0]} is missing");
            row += WithScripts();
        }
        return row;
    }

    private string WithScripts()
    {
        var isFunction = _tokens.Peek is ['\\', .. var function] && TexSymbols.Functions.Contains(function);
        var (body, limits) = Atom();
        string? below = null, above = null;
        while (_tokens.Peek is "_" or "^" or "'")
        {
            switch (_tokens.Take())
            {
                case "_":
                    below = Argument();
                    break;
                case "^":
                    above += Argument();
                    break;
                default:
                    above += Element("mo", "′");
                    break;
            }
        }
        var (lower, upper, both) = limits && _display ? ("munder", "mover", "munderover") : ("msub", "msup", "msubsup");
        above = above is null ? null : Element("mrow", above);
        var whole = (below, above) switch
        {
            (null, null) => body,
            (null, _) => Element(upper, body + above),
            (_, null) => Element(lower, body + below),
            _ => Element(both, body + below + above),
        };
        return isFunction && IsOperand(_tokens.Peek) ? whole + Space("0.17em") : whole;
    }

    /// <summary>Whether a function's name needs a space before this, as in <c>\log b</c>: not before brackets, signs and spaces.</summary>
    private static bool IsOperand(string token) => token is ['\\', .. var name]
        ? TexSymbols.Letters.ContainsKey(name) || TexSymbols.Functions.Contains(name) || name is "frac" or "tfrac" or "dfrac" or "sqrt" or "mathrm" or "mathbf" or "mathcal" or "hat"
        : token.Length > 0 && (char.IsLetterOrDigit(token[0]) || token == "{");

    private static string Space(string width) => $"<mspace width=\"{width}\"></mspace>";

    /// <summary>What a command or a script works on: a group or one atom.</summary>
    private string Argument()
    {
        if (_tokens.Peek.Length == 0)
            throw new FormatException("an argument is missing");
        return _tokens.TakeDigit() is { } digit ? Element("mn", digit) : Atom().Body;
    }

    private (string Body, bool Limits) Atom()
    {
        // A formula is a text of the notebook's: nothing of it may overflow the stack.
        if (++_depth > MostNested)
            throw new FormatException("too deep");
        var token = _tokens.Take();
        var atom = token switch
        {
            "{" => (Group("}"), false),
            "&" or "}" or "^" or "_" or "\\" => throw new FormatException($"'{token}' stands alone"),
            "-" => (Element("mo", "−"), false),
            "*" => (Element("mo", "∗"), false),
            "(" or ")" or "[" or "]" or "|" => (Delimiter(token), false),
            _ when token[0] == '\\' => Command(token[1..]),
            _ when char.IsDigit(token[0]) => (Element("mn", token), false),
            _ when char.IsLetter(token[0]) => (Element("mi", token), false),
            _ => (Element("mo", WebUtility.HtmlEncode(token)), false),
        };
        _depth--;
        return atom;
    }

    private string Group(string end)
    {
        var body = Row(end);
        _tokens.Expect(end);
        return Element("mrow", body);
    }

    private string Root()
    {
        if (_tokens.Peek != "[")
            return Element("msqrt", Argument());
        _tokens.Take();
        var index = Group("]");
        return Element("mroot", Argument() + index);
    }

    private static string Element(string name, string body) => $"<{name}>{body}</{name}>";
}
