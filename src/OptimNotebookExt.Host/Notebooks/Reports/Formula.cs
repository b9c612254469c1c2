using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>A formula within a line of a text cell.</summary>
internal sealed class Formula : HtmlObjectRenderer<MathInline>
{
    // "$$…$$" within a line is a formula of its own, as on GitHub.
    protected override void Write(HtmlRenderer renderer, MathInline obj) => renderer.Write(TexHtml.Render(obj.Content.ToString(), display: obj.DelimiterCount > 1));
}
