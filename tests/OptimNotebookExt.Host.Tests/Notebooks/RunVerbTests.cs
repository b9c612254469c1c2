using System.CommandLine;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Tests.Reports;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Notebooks;

public sealed class RunVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_notebook_is_executed_and_written_with_a_page_and_a_manifest()
    {
        var notebook = Notebook("trial.ipynb", "var n = 2;", "Console.WriteLine(\"hello\");\nn * 21", "new { Text = \"<script>\" }");

        var (code, output) = Run(notebook);

        Assert.True(code == 0, output);
        Assert.Equal(["manifest.json", "trial.html", "trial.ipynb"], Directory.GetFileSystemEntries(_folder.File("out")).Select(Path.GetFileName).Order());
        var cells = Executed("trial");
        Assert.Equal([1, 2, 3], cells.Select(c => (int?)c!["execution_count"]));
        Assert.Equal("hello\n", string.Concat(cells[1]!["outputs"]![0]!["text"]!.AsArray().Select(l => (string)l!)));
        Assert.Equal("42", (string?)cells[1]!["outputs"]![1]!["data"]!["text/plain"]![0]);
        Assert.Contains("\"passed\"", File.ReadAllText(_folder.File("out/manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_runs_no_script_and_loads_nothing()
    {
        Run(Notebook("trial.ipynb", "HTML(\"<b>bold</b><script>alert(1)</script>\")"));

        var page = File.ReadAllText(_folder.File("out/trial.html"));

        Assert.Contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;", page, StringComparison.Ordinal);
        Assert.Contains("<b>bold</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_give_the_same_bytes()
    {
        var notebook = Notebook("trial.ipynb", "#r \"nuget: OptimNotebookExt\"\n#r \"nuget: TorchSharp-cpu\"\nusing TorchSharp;\ntorch.manual_seed(3);", "var d = display(1); d.Update(torch.randn(3));", "new Dictionary<string, int> { [\"a\"] = 1 }");
        Run(notebook);
        var first = File.ReadAllBytes(_folder.File("out/trial.ipynb"));
        var page = File.ReadAllBytes(_folder.File("out/trial.html"));

        Run(notebook);

        Assert.Equal(first, File.ReadAllBytes(_folder.File("out/trial.ipynb")));
        Assert.Equal(page, File.ReadAllBytes(_folder.File("out/trial.html")));
        // What was executed can be executed again.
        File.Copy(_folder.File("out/trial.ipynb"), notebook, overwrite: true);
        Run(notebook);
        Assert.Equal(first, File.ReadAllBytes(_folder.File("out/trial.ipynb")));
    }

    [Fact]
    public void Two_runs_of_the_notebook_on_Eve_give_the_same_numbers_bit_for_bit()
    {
        var notebook = _folder.File("eve.ipynb");
        File.Copy(Repository.Path("notebooks", "01-eve.ipynb"), notebook);
        Tag(notebook, "string.Join(\"\\n\", results.Runs.SelectMany(r => r.AvgLoss).Select(BitConverter.DoubleToInt64Bits))", "bits");

        string[] runs = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            var (code, output) = Run(notebook, "--param", "epochs=5", "--device", "cpu");
            Assert.True(code == 0, output);
            // Only the manifest at the end may show a time.
            var cells = Executed("eve").Where(c => c!["metadata"]!["tags"] is not JsonArray tags || tags.All(t => (string?)t != "varies"));
            return string.Join('\n', cells.Select(c => c!["outputs"]?.ToJsonString()));
        })];

        Assert.Equal(15, Executed("eve")[^1]!["outputs"]![0]!["data"]!["text/plain"]!.AsArray().Count);
        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public void A_cell_that_fails_ends_the_run_with_exit_code_1_and_the_files_are_written()
    {
        var notebook = Notebook("trial.ipynb", "1", "throw new InvalidOperationException(\"no\");", "3");

        var (code, output) = Run(notebook);

        Assert.Equal(1, code);
        Assert.Contains("trial.ipynb, cell 2: System.InvalidOperationException: no", output, StringComparison.Ordinal);
        var cells = Executed("trial");
        Assert.Equal("error", (string?)cells[1]!["outputs"]![0]!["output_type"]);
        Assert.Null(cells[2]!["execution_count"]);
        Assert.Contains("Cell 2 failed", File.ReadAllText(_folder.File("out/trial.html")), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Root, File.ReadAllText(_folder.File("out/trial.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_may_fail_where_its_tag_says_so()
    {
        var notebook = Notebook("trial.ipynb", "1");
        Tag(notebook, "throw new InvalidOperationException(\"shown\");", "raises-exception");

        Assert.Equal(0, Run(notebook).Code);
        Assert.Equal("error", (string?)Executed("trial")[1]!["outputs"]![0]!["output_type"]);
    }

    [Theory]
    [InlineData("Environment.FailFast(null);")]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern void abort();\nabort();")]
    public void A_cell_that_ends_its_process_is_named_what_was_shown_is_kept_and_the_next_notebook_runs(string fatal)
    {
        var crashing = Notebook("a.ipynb", "\"before\"", fatal, "\"after\"");
        var good = Notebook("b.ipynb", "1");

        var (code, output) = Run(crashing, good);

        Assert.Equal(1, code);
        Assert.Contains("crashed", output, StringComparison.Ordinal);
        Assert.Contains("a.ipynb, cell 2: the process ended with exit code 134 (aborted: a stack overflow or a failure in native code) while this cell ran.", output, StringComparison.Ordinal);
        var cells = Executed("a");
        Assert.Equal("before", (string?)cells[0]!["outputs"]![0]!["data"]!["text/plain"]![0]);
        Assert.Equal("Crash", (string?)cells[1]!["outputs"]![0]!["ename"]);
        Assert.Null(cells[2]!["execution_count"]);
        var page = File.ReadAllText(_folder.File("out/a.html"));
        Assert.Contains("before", page, StringComparison.Ordinal);
        Assert.Contains("exit code 134", page, StringComparison.Ordinal);
        Assert.Equal(1, (int?)Executed("b")[0]!["execution_count"]);
    }

    [Fact]
    public void What_a_cell_had_shown_when_it_ended_its_process_is_kept()
    {
        var executed = _folder.File("out/a.ipynb").Replace("\\", "/", StringComparison.Ordinal);

        // It ends when its output has been saved.
        Run(Notebook("a.ipynb", "1", $"Console.WriteLine(\"so far\");\nwhile (!System.IO.File.ReadAllText(\"{executed}\").Contains(\"so far\\\\n\")) await Task.Delay(50);\nEnvironment.FailFast(null);"));

        var fatal = Executed("a")[1]!;
        Assert.Equal(["stream", "error"], fatal["outputs"]!.AsArray().Select(o => (string?)o!["output_type"]));
        Assert.Equal("so far\n", (string?)fatal["outputs"]![0]!["text"]![0]);
        Assert.Equal(2, (int?)fatal["execution_count"]);
    }

    [Fact]
    public void Parameters_are_set_and_the_device_where_there_is_one()
    {
        var notebook = Notebook("trial.ipynb");
        Tag(notebook, "var device = \"auto\";\nvar seeds = new[] { 1 };\n$\"{device} {string.Join('+', seeds)}\"", "parameters");
        var without = Notebook("without.ipynb");
        Tag(without, "var seeds = new[] { 1 };", "parameters");

        var (code, output) = Run(notebook, without, "--param", "seeds=3,4", "--device", "cpu");

        Assert.True(code == 0, output);
        Assert.Equal("cpu 3+4", (string?)Executed("trial")[0]!["outputs"]![0]!["data"]!["text/plain"]![0]);
    }

    [Fact]
    public void A_wrong_parameter_stops_before_anything_runs()
    {
        var (code, output) = Run(Notebook("trial.ipynb", "1"), "--param", "nope=1");

        Assert.Equal(1, code);
        Assert.Contains("there is no parameter 'nope'", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Two_notebooks_of_one_name_are_refused()
    {
        var first = Notebook("a/trial.ipynb", "1");
        var second = Notebook("b/trial.ipynb", "1");

        var (code, output) = Run(first, second);

        Assert.Equal(1, code);
        Assert.Contains("same file trial.ipynb", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_runs_too_long_is_stopped()
    {
        var (code, output) = Run(Notebook("trial.ipynb", "while (true) { }"), "--cell-timeout", "0.5");

        Assert.Equal(1, code);
        Assert.Contains("Timeout: the cell ran longer than 0.5 s.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Much_output_is_cut_and_the_rest_is_counted()
    {
        var (code, _) = Run(Notebook("trial.ipynb", "for (var i = 0; i < 1_000; i++) Console.Write(new string('x', 10_000));"));

        Assert.Equal(0, code);
        Assert.InRange(new FileInfo(_folder.File("out/trial.ipynb")).Length, 500_000, 600_000);
        Assert.Contains("[9475712 more characters of output were left out]", File.ReadAllText(_folder.File("out/trial.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_are_compared_with_the_committed_ones()
    {
        var notebook = Notebook("trial.ipynb", "1.0 / 3", "\"same\"");
        Assert.Equal(1, Run(notebook, "--check").Code);
        File.Copy(_folder.File("out/trial.ipynb"), notebook, overwrite: true);

        Assert.Equal(0, Run(notebook, "--check").Code);

        File.WriteAllText(notebook, File.ReadAllText(notebook).Replace("0.333", "0.433", StringComparison.Ordinal));
        var (code, output) = Run(notebook, "--check");
        Assert.Equal(1, code);
        Assert.Contains("differs", output, StringComparison.Ordinal);
        Assert.Contains("trial.ipynb, cell 1: text/plain: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_links_every_notebook_with_its_title()
    {
        var notebook = Notebook("trial.ipynb", "1");
        File.WriteAllText(notebook, File.ReadAllText(notebook).Replace("\"cells\":[", "\"cells\":[{\"cell_type\":\"markdown\",\"metadata\":{},\"source\":\"# A <title>\"},", StringComparison.Ordinal));
        RunVerb.Create().Parse([notebook, "--out", _folder.File("all/notebooks")]).Invoke(new InvocationConfiguration { Output = TextWriter.Null });

        Assert.Equal(0, IndexVerb.Create().Parse(["--out", _folder.File("all")]).Invoke(new InvocationConfiguration { Output = TextWriter.Null }));

        var page = File.ReadAllText(_folder.File("all/index.html"));
        Assert.Contains("<a href=\"notebooks/trial.html\">A &lt;title&gt;</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("gallery", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Asking_for_input_is_an_error() =>
        Assert.Contains("there is nobody to answer", Run(Notebook("trial.ipynb", "Console.ReadLine()")).Output, StringComparison.Ordinal);

    private JsonArray Executed(string name) => JsonNode.Parse(File.ReadAllText(_folder.File($"out/{name}.ipynb")))!["cells"]!.AsArray();

    private (int Code, string Output) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = output };
        var code = RunVerb.Create().Parse([.. arguments, "--out", _folder.File("out")]).Invoke(configuration);
        return (code, output.ToString());
    }

    private string Notebook(string name, params string[] cells)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        return _folder.Write(name, new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(c => Cell(c))]),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString());
    }

    private static void Tag(string notebook, string code, string tag)
    {
        var json = JsonNode.Parse(File.ReadAllText(notebook))!;
        json["cells"]!.AsArray().Add(Cell(code, tag));
        File.WriteAllText(notebook, json.ToJsonString());
    }

    private static JsonObject Cell(string code, params string[] tags) => new JsonObject
    {
        ["cell_type"] = "code",
        ["metadata"] = new JsonObject { ["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]) },
        ["source"] = code,
        ["outputs"] = new JsonArray(),
        ["execution_count"] = null,
    };
}
