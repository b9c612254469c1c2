using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Notebooks;
using OptimNotebookExt.Host.Tests.Reports;

namespace OptimNotebookExt.Host.Tests.Notebooks;

public sealed class NotebookFileTests
{
    private const string Small = """
        {"cells":[
          {"cell_type":"markdown","id":"a","metadata":{},"source":["# Title\n","text"]},
          {"cell_type":"code","id":"b","metadata":{"tags":["parameters"],"execution":{"iopub.execute_input":"2024-01-01"}},"execution_count":7,"outputs":[],"source":"var x = 1;\nx"}
        ],"metadata":{"own":1},"nbformat":4,"nbformat_minor":5}
        """;

    [Fact]
    public void A_notebook_is_read_and_written_as_Jupyter_writes_it()
    {
        var notebook = IpynbReader.Parse(Small);

        var text = IpynbWriter.Render(notebook);

        Assert.Equal("Title", notebook.Title);
        Assert.True(notebook.Cells[1].HasTag("parameters"));
        Assert.StartsWith("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"a\",\n   \"metadata\": {},\n   \"source\": [\n    \"# Title\\n\",\n    \"text\"\n   ]\n  },\n", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.Equal(text, IpynbWriter.Render(IpynbReader.Parse(text)));
    }

    [Fact]
    public void What_belongs_to_one_run_is_left_out_and_the_kernel_is_named()
    {
        var json = JsonNode.Parse(IpynbWriter.Render(IpynbReader.Parse(Small)))!;

        Assert.Equal("{\"tags\":[\"parameters\"]}", json["cells"]![1]!["metadata"]!.ToJsonString());
        Assert.Equal(".net-csharp", (string?)json["metadata"]!["kernelspec"]!["name"]);
        Assert.Equal("csharp", (string?)json["metadata"]!["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
        Assert.Equal(1, (int?)json["metadata"]!["own"]);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"nbformat\":3}", "only nbformat 4")]
    [InlineData("{\"nbformat\":4}", "'cells' is missing")]
    [InlineData("{\"nbformat\":4,\"cells\":[1]}", "cell 1 cannot be read")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"film\",\"source\":\"\"}]}", "'film' is unknown")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":{}}]}", "a text was expected")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"cell_type\":\"code\",\"source\":\"\"}]}", "Duplicate property 'cell_type'")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"\\ud800\"}]}", "a text in it is damaged")]
    [InlineData("{\"nbformat\":4,\"cells\":[],\"metadata\":{\"\\udc00\":1}}", "a text in it is damaged")]
    public void What_is_no_notebook_is_refused_with_a_reason(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => IpynbReader.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_text_format_of_NET_Interactive_is_read()
    {
        using var folder = new ScratchFolder();
        var path = folder.Write("a.dib", "#!meta\n\n{}\n\n#!markdown\n\n# Hello\n\n#!csharp\n\nvar x = 1;\n#!time\nx\n");

        var notebook = NotebookDocument.Read(path);

        Assert.Equal([(CellKind.Markdown, "# Hello"), (CellKind.Code, "var x = 1;\n#!time\nx")], notebook.Cells.Select(c => (c.Kind, c.Source)));
    }

    [Theory]
    [InlineData("var lr = 1e-3;", "lr", "0.5", "var lr = 0.5;")]
    [InlineData("var lr = 1e-3; // the rate", "lr", "2", "var lr = 2.0; // the rate")]
    [InlineData("double lr = -1.0;", "lr", "-2e-5", "double lr = -2E-05;")]
    [InlineData("var f = 1f;", "f", "3", "var f = 3f;")]
    [InlineData("var n = 1; var m = 2;", "m", "-4", "var n = 1; var m = -4;")]
    [InlineData("var n = 1L;", "n", "5", "var n = 5L;")]
    [InlineData("var on = false;", "on", "True", "var on = true;")]
    [InlineData("var device = \"auto\";", "device", "a\"; Evil(); \"", "var device = \"a\\\"; Evil(); \\\"\";")]
    [InlineData("var seeds = new[] { 42 };", "seeds", "1, 2,3", "var seeds = new[] { 1, 2, 3 };")]
    [InlineData("int[] seeds = [42];", "seeds", "7", "int[] seeds = [7];")]
    [InlineData("var seeds = new long[] { };", "seeds", "7,8", "var seeds = new long[] { 7, 8 };")]
    public void A_parameter_is_replaced_by_a_literal_of_its_kind(string code, string name, string value, string expected)
    {
        var notebook = WithParameters(code);

        NotebookParameters.Set(notebook, name, value);

        Assert.Equal(expected, notebook.Cells[0].Source);
    }

    [Theory]
    [InlineData("var n = 1;", "n", "1; Evil()")]
    [InlineData("var n = 1;", "n", "1.5")]
    [InlineData("var n = 1.0;", "n", "NaN")]
    [InlineData("var on = true;", "on", "1")]
    [InlineData("var s = new[] { 1 };", "s", "1,x")]
    [InlineData("var s = new[] { 1 };", "s", "")]
    [InlineData("var n = Compute();", "n", "1")]
    public void A_value_of_another_kind_is_refused(string code, string name, string value) =>
        Assert.Contains("does not suit", Assert.Throws<ArgumentException>(() => NotebookParameters.Set(WithParameters(code), name, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_parameter_is_answered_with_those_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => NotebookParameters.Set(WithParameters("var a = 1; var b = 2;"), "c", "1"));

        Assert.Equal("there is no parameter 'c'; there is a, b.", error.Message);
    }

    private static NotebookDocument WithParameters(string code) => new()
    {
        Metadata = [],
        Cells = [new NotebookCell(CellKind.Code, code) { Metadata = new JsonObject { ["tags"] = new JsonArray("parameters") } }],
    };
}
