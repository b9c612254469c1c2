using OptimNotebookExt.Views;

namespace OptimNotebookExt.Tests.Views;

public sealed class WriterTests
{
    private static readonly string[][] Rows = [["a<b", "1.5"], ["\"q\"", "−2×10⁻³"]];

    [Fact]
    public void Html_encodes_every_text_and_aligns_numbers_without_styles()
    {
        var html = new HtmlWriter();
        Everything(html);
        Assert.Equal(
            """
            <h4>&lt;script&gt;</h4>
            <p>a &amp; b</p>
            <table cellpadding="4"><caption>c&lt;</caption><thead><tr align="left"><th>na&lt;me</th><th align="right">value</th></tr>
            </thead><tbody>
            <tr align="left"><td>a&lt;b</td><td align="right">1.5</td></tr>
            <tr align="left"><td>&quot;q&quot;</td><td align="right">−2×10⁻³</td></tr>
            </tbody></table>
            <table cellpadding="4"><tbody>
            <tr align="left"><th>n&lt;</th><td>v&gt;</td></tr>
            </tbody></table>
            <details><summary>more &lt;</summary>
            <p>in�side</p>
            </details>

            """.ReplaceLineEndings("\n"),
            html.ToString());
    }

    [Fact]
    public void Text_keeps_columns_and_lets_no_control_character_reach_the_terminal()
    {
        var text = new TextTableWriter();
        Everything(text);
        Assert.Equal(
            """
            <script>
            a & b

            c<
            na<me    value
            a<b        1.5
            "q"    −2×10⁻³

            n<  v>

            more <
              in�side
            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    [Theory]
    [InlineData("1.5", true)]
    [InlineData("−2×10⁻³", true)]
    [InlineData("+∞", true)]
    [InlineData("NaN", true)]
    [InlineData("–", true)]
    [InlineData("12\u202f345", true)]
    [InlineData("", true)]
    [InlineData("[3, 4]", false)]
    [InlineData("0.weight", false)]
    public void Numbers_are_known_from_names(string text, bool isNumber) => Assert.Equal(isNumber, ViewText.IsNumber(text));

    private static void Everything(ViewWriter writer)
    {
        writer.Heading("<script>");
        writer.Paragraph("a & b");
        writer.Table(["na<me", "value"], Rows, "c<");
        writer.Facts([("n<", "v>")]);
        writer.Details("more <", inner => inner.Paragraph("in\u001bside"));
    }
}
