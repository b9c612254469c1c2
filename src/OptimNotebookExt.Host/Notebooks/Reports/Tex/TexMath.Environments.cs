namespace OptimNotebookExt.Host.Notebooks.Reports.Tex;

internal sealed partial class TexMath
{
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
}
