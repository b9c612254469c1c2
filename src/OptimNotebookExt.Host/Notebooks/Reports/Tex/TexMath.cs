using System.Net;

namespace OptimNotebookExt.Host.Notebooks.Reports.Tex;

/// <summary>TeX formulas as MathML, which browsers draw without scripts: the part of TeX that texts about mathematics mostly use.</summary>
internal sealed class TexMath
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

    private (string Body, bool Limits) Command(string name)
    {
        if (TexSymbols.Letters.TryGetValue(name, out var letter))
            return (Element("mi", letter), false);
        if (TexSymbols.Delimiters.TryGetValue(name, out var delimiter))
            return (Delimiter(delimiter), false);
        if (TexSymbols.Operators.TryGetValue(name, out var sign))
            return (Element("mo", WebUtility.HtmlEncode(sign)), TexSymbols.WithLimits.Contains(sign));
        if (TexSymbols.Functions.Contains(name))
            return (Element("mi", name), TexSymbols.WithLimits.Contains(name));
        if (TexSymbols.Spaces.TryGetValue(name, out var width))
            return (Space(width), false);
        if (TexSymbols.Accents.TryGetValue(name, out var accent))
            return ($"<mover accent=\"true\">{Argument()}{Element("mo", accent)}</mover>", false);
        return (name switch
        {
            "frac" or "tfrac" or "dfrac" => Element("mfrac", Argument() + Argument()),
            "sqrt" => Root(),
            // Spaces at the ends of a text would be lost.
            "text" or "textrm" or "mbox" => Element("mtext", WebUtility.HtmlEncode(_tokens.TakeText().Replace(' ', '\u00a0'))),
            "mathrm" or "operatorname" or "operatorname*" => $"<mi mathvariant=\"normal\">{WebUtility.HtmlEncode(_tokens.TakeText())}</mi>",
            "mathbf" or "boldsymbol" or "bm" => $"<mrow style=\"font-weight: bold\">{Argument()}</mrow>",
            "mathbb" => Element("mi", Doubled(_tokens.TakeText())),
            "mathcal" or "mathit" or "mathsf" => Argument(),
            "left" => Fenced(),
            "big" or "bigl" or "bigr" or "bigm" => Sized("1.2em"),
            "Big" or "Bigl" or "Bigr" or "Bigm" => Sized("1.6em"),
            "bigg" or "biggl" or "biggr" or "Bigg" or "Biggl" or "Biggr" => Sized("2.1em"),
            "underbrace" => Element("munder", Argument() + Element("mo", "⏟")),
            "begin" => Environment(_tokens.TakeText()),
            " " or "~" => Space("0.25em"),
            "displaystyle" or "textstyle" or "limits" or "nolimits" => "",
            _ => throw new FormatException($"\\{name} is unknown"),
        }, name == "underbrace");
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

    private string Fenced()
    {
        var open = Fence();
        var body = Row("\\right");
        _tokens.Expect("\\right");
        return Element("mrow", open + body + Fence());
    }

    private string Fence() => $"<mo fence=\"true\" stretchy=\"true\">{Sign()}</mo>";

    // Not minsize: without a font for mathematics, browsers set a stretched bracket too low.
    private string Sized(string size) => $"<mo stretchy=\"false\" style=\"font-size: {size}\">{Sign()}</mo>";

    /// <summary>The sign that <c>\left</c> or <c>\bigl</c> works on; a dot is none.</summary>
    private string Sign()
    {
        var token = _tokens.Take();
        if (token.Length == 0)
            throw new FormatException("a delimiter is missing");
        return token == "." ? "" : WebUtility.HtmlEncode(token.Length > 1 && TexSymbols.Delimiters.TryGetValue(token[1..], out var sign) ? sign : token);
    }

    /// <summary>A bracket that is as high as the letters: a browser would stretch it otherwise, and set its exponent low.</summary>
    private static string Delimiter(string sign) => $"<mo stretchy=\"false\">{sign}</mo>";

    private string Environment(string name)
    {
        var (open, close, align) = name switch
        {
            "matrix" => ("", "", "center"),
            "pmatrix" => ("(", ")", "center"),
            "bmatrix" => ("[", "]", "center"),
            "vmatrix" => ("|", "|", "center"),
            "cases" => ("{", "", "left"),
            "aligned" or "align" or "align*" or "split" => ("", "", "alternating"),
            "gathered" or "gather" or "gather*" => ("", "", "center"),
            _ => throw new FormatException($"{name} is unknown"),
        };
        var rows = "";
        string end;
        do
        {
            var cells = "";
            var column = 0;
            do
            {
                var side = align == "alternating" ? (column % 2 == 0 ? "right" : "left") : align;
                cells += $"<mtd style=\"text-align: {side}\">{Row("&", "\\\\", "\\end")}</mtd>";
                column++;
                end = _tokens.Take();
            }
            while (end == "&");
            rows += Element("mtr", cells);
        }
        while (end == "\\\\");
        if (_tokens.TakeText() != name)
            throw new FormatException($"\\end{{{name}}} is missing");
        return Element("mrow", Side(open) + Element("mtable", rows) + Side(close));
    }

    private static string Side(string sign) => sign.Length == 0 ? "" : $"<mo fence=\"true\" stretchy=\"true\">{sign}</mo>";

    private static string Doubled(string text) => string.Concat(text.Select(c => c switch
    {
        'R' => "ℝ",
        'E' => "𝔼",
        'N' => "ℕ",
        'Z' => "ℤ",
        'P' => "ℙ",
        'C' => "ℂ",
        'Q' => "ℚ",
        _ => throw new FormatException($"\\mathbb{{{c}}} is unknown"),
    }));

    private static string Element(string name, string body) => $"<{name}>{body}</{name}>";
}
