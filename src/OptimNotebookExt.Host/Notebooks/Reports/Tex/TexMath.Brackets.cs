using System.Net;

namespace OptimNotebookExt.Host.Notebooks.Reports.Tex;

internal sealed partial class TexMath
{
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
}
