using System.Net;
using OptimNotebookExt.Host.Notebooks.Reports.Tex;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>A formula as it can be read without a network and without scripts: as MathML, or as its TeX source, set apart.</summary>
internal static class TexHtml
{
    internal static string Render(string tex, bool display)
    {
        var element = display ? "div" : "span";
        return TexMath.Render(tex.Trim(), display) ?? $"<{element} class=\"tex\">{WebUtility.HtmlEncode(tex.Trim())}</{element}>";
    }
}
