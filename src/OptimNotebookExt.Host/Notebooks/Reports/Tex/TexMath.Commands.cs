using System.Net;

namespace OptimNotebookExt.Host.Notebooks.Reports.Tex;

internal sealed partial class TexMath
{
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
}
