using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Notebooks;
using OptimNotebookExt.Host.Notebooks.Checks;

namespace OptimNotebookExt.Host.Tests.Notebooks.Checks;

public sealed class NotebookCheckTests
{
    private const string Image = "<img alt=\"a curve\" src=\"data:image/png;base64,";

    [Theory]
    [InlineData("loss 0.12345", "loss 0.12346")]
    [InlineData("a   1.0", "a 1.0")]
    [InlineData("error 3.1e-16", "error 0")]
    [InlineData("1e-3", "0.001")]
    [InlineData(Image + "AAAA\">", Image + "BBBB\">")]
    public void Outputs_that_differ_by_rounding_and_spaces_are_the_same(string committed, string now) =>
        Assert.Empty(Differences(committed, now));

    [Theory]
    [InlineData("loss 0.12", "loss 0.13", "'loss 0.12' is now 'loss 0.13'")]
    [InlineData("loss 0.12", "los 0.12", "'loss 0.12' is now 'los 0.12'")]
    [InlineData("a b", "a", "'a b' is gone")]
    [InlineData("a", "a b", "'a b' is new")]
    [InlineData("NaN", "1", "'NaN' is now '1'")]
    [InlineData(Image + "AAAA\">", "", "is gone")]
    [InlineData(Image + "AAAA\">", "<img alt=\"two curves\" src=\"data:image/png;base64,AAAA\">", "two curves")]
    [InlineData(Image + "AAAA\">", Image + "AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHAAAABBBBCCCCDDDDEEEEFFFFGGGGHHHH\">", "image 1 had")]
    public void What_differs_is_said_with_its_cell(string committed, string now, string expected)
    {
        var difference = Assert.Single(Differences(committed, now));

        Assert.StartsWith("cell 2: text/html: ", difference, StringComparison.Ordinal);
        Assert.Contains(expected, difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_a_chaotic_cell_keep_their_magnitude_only()
    {
        Assert.Empty(Differences("final 0.10", "final 0.13", NotebookCheck.Chaotic));
        Assert.Single(Differences("final 0.10", "final 0.30", NotebookCheck.Chaotic));
        Assert.Single(Differences("final 0.10", "first 0.10", NotebookCheck.Chaotic));
    }

    [Fact]
    public void A_cell_that_varies_keeps_its_kinds_of_outputs()
    {
        Assert.Empty(Differences("took 3 s on a", "took 40 s on b", NotebookCheck.Varies));
        Assert.Single(NotebookCheck.Differences(Notebook([Output("x")], NotebookCheck.Varies), Notebook([], NotebookCheck.Varies)));
    }

    [Fact]
    public void Where_a_stream_was_cut_does_not_matter()
    {
        var cut = Notebook([Stream("one "), Stream("two")]);
        var whole = Notebook([Stream("one two")]);

        Assert.Empty(NotebookCheck.Differences(cut, whole));
        Assert.Single(NotebookCheck.Differences(cut, Notebook([Stream("one")])));
    }

    [Fact]
    public void An_error_that_was_not_there_is_a_difference() =>
        Assert.Contains("now [error]", Assert.Single(NotebookCheck.Differences(
            Notebook([]), Notebook([new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "no" }]))), StringComparison.Ordinal);

    private static IReadOnlyList<string> Differences(string committed, string now, params string[] tags) =>
        NotebookCheck.Differences(Notebook([Output(committed)], tags), Notebook([Output(now)], tags));

    private static NotebookDocument Notebook(JsonArray outputs, params string[] tags) => new()
    {
        Metadata = [],
        Cells =
        [
            new NotebookCell(CellKind.Markdown, "text"),
            new NotebookCell(CellKind.Code, "1"),
            new NotebookCell(CellKind.Code, "x") { Outputs = outputs, Metadata = new JsonObject { ["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]) } },
        ],
    };

    private static JsonObject Output(string html) => new()
    {
        ["output_type"] = "display_data",
        ["data"] = new JsonObject { ["text/html"] = html },
    };

    private static JsonObject Stream(string text) => new() { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text };
}
