using System.Text;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>A formula of several lines.</summary>
internal sealed class FormulaBlock : HtmlObjectRenderer<MathBlock>
{
    protected override void Write(HtmlRenderer renderer, MathBlock obj)
    {
        var tex = new StringBuilder();
        foreach (var line in obj.Lines.Lines.Take(obj.Lines.Count))
            tex.Append(line.Slice.AsSpan()).Append('\n');
        renderer.Write(TexHtml.Render(tex.ToString(), display: true));
    }
}
