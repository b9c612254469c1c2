using System.Text.RegularExpressions;
using System.Xml.Linq;
using OptimNotebookExt.Host.Notebooks;
using OptimNotebookExt.Host.Notebooks.Reports;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Notebooks;

public sealed partial class TexHtmlTests
{
    [Theory]
    [InlineData("x^2", "<msup><mi>x</mi><mrow><mn>2</mn></mrow></msup>")]
    [InlineData("P G P = C", "<mi>P</mi><mi>G</mi><mi>P</mi><mo>=</mo><mi>C</mi>")]
    [InlineData(@"\beta_1^{t}", "<msubsup><mi>β</mi><mn>1</mn><mrow><mrow><mi>t</mi></mrow></mrow></msubsup>")]
    [InlineData(@"\frac{a}{b + 1}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>")]
    [InlineData(@"\sqrt{x}", "<msqrt><mrow><mi>x</mi></mrow></msqrt>")]
    [InlineData(@"\text{if } a<b", "<mtext>if&#160;</mtext><mi>a</mi><mo>&lt;</mo><mi>b</mi>")]
    [InlineData(@"\left(a\right.", "<mrow><mo fence=\"true\" stretchy=\"true\">(</mo><mi>a</mi><mo fence=\"true\" stretchy=\"true\"></mo></mrow>")]
    [InlineData(@"\lVert g'\rVert", "<mo stretchy=\"false\">‖</mo><msup><mi>g</mi><mrow><mo>′</mo></mrow></msup><mo stretchy=\"false\">‖</mo>")]
    [InlineData("(K)^2", "<mo stretchy=\"false\">(</mo><mi>K</mi><msup><mo stretchy=\"false\">)</mo><mrow><mn>2</mn></mrow></msup>")]
    [InlineData(@"\bigl(a\Bigr\rvert", "<mo stretchy=\"false\" style=\"font-size: 1.2em\">(</mo><mi>a</mi><mo stretchy=\"false\" style=\"font-size: 1.6em\">|</mo>")]
    [InlineData(@"\mathbb E x", "<mi>𝔼</mi><mi>x</mi>")]
    [InlineData(@"-\tfrac12", "<mo>−</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData(@"\log b", "<mi>log</mi><mspace width=\"0.17em\"></mspace><mi>b</mi>")]
    [InlineData(@"\log(b)", "<mi>log</mi><mo stretchy=\"false\">(</mo>")]
    [InlineData(@"\text{scale\_speed}", "<mtext>scale_speed</mtext>")]
    [InlineData(@"\bar r", "<mover accent=\"true\"><mi>r</mi><mo>¯</mo></mover>")]
    [InlineData("2^10", "<msup><mn>2</mn><mrow><mn>1</mn></mrow></msup><mn>0</mn>")]
    [InlineData(@"\mathbb{R}^{m \times n}", "<mi>ℝ</mi>")]
    [InlineData("10.5", "<mn>10.5</mn>")]
    public void A_formula_becomes_MathML(string tex, string expected)
    {
        var html = TexHtml.Render(tex, display: false);

        Assert.StartsWith("<math><mrow>", html, StringComparison.Ordinal);
        Assert.Contains(expected, html, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_stand_below_and_above_in_a_formula_of_its_own()
    {
        Assert.Contains("<munderover><mo>∑</mo>", TexHtml.Render(@"\sum_{i=1}^n x_i", display: true), StringComparison.Ordinal);
        Assert.Contains("<msubsup><mo>∑</mo>", TexHtml.Render(@"\sum_{i=1}^n x_i", display: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Aligned_lines_and_matrices_are_tables()
    {
        var aligned = XElement.Parse(TexHtml.Render("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", display: true));
        Assert.Equal(2, aligned.Descendants("mtr").Count());
        Assert.Equal(4, aligned.Descendants("mtd").Count());

        var matrix = XElement.Parse(TexHtml.Render("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", display: true));
        Assert.Equal(["1", "2", "3", "4"], matrix.Descendants("mn").Select(n => n.Value));
    }

    [Theory]
    [InlineData(@"\unknown{x}")]
    [InlineData(@"\frac{a}")]
    [InlineData("{a")]
    [InlineData("a}")]
    [InlineData("x^")]
    [InlineData(@"\left( a")]
    [InlineData(@"\begin{film} a \end{film}")]
    [InlineData(@"\begin{cases} a \end{matrix}")]
    [InlineData(@"a \")]
    [InlineData(@"\bigl")]
    public void What_is_not_understood_is_shown_as_it_stands(string tex) =>
        Assert.Equal($"<span class=\"tex\">{System.Net.WebUtility.HtmlEncode(tex)}</span>", TexHtml.Render(tex, display: false));

    /// <summary>The committed notebooks.</summary>
    public static TheoryData<string> Notebooks { get; } = [.. Directory.GetFiles(Repository.Path("notebooks"), "*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void No_formula_of_a_notebook_is_left_as_TeX(string file)
    {
        foreach (var cell in NotebookDocument.Read(Repository.Path("notebooks", file)).Cells.Where(c => c.Kind == CellKind.Markdown))
        {
            var html = MarkdownHtml.Render(cell.Source, image: _ => null);

            Assert.DoesNotContain("class=\"tex\"", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\\|\$", Code().Replace(html, ""));
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("\\sqrt")]
    [InlineData("x^{")]
    public void A_formula_nested_a_hundred_thousand_times_is_only_text(string part) =>
        Assert.Contains("class=\"tex\"", TexHtml.Render(string.Concat(Enumerable.Repeat(part, 100_000)), display: true), StringComparison.Ordinal);

    [Fact]
    public void No_markup_gets_through_a_formula()
    {
        foreach (var tex in (string[])["<script>alert(1)</script>", @"\text{<b>}", @"\mathrm{<i>}", @"\unknown <u>"])
            Assert.DoesNotMatch("<(script|b|i|u)>", TexHtml.Render(tex, display: false));
    }

    [GeneratedRegex("<code.*?</code>", RegexOptions.Singleline)]
    private static partial Regex Code();
}
