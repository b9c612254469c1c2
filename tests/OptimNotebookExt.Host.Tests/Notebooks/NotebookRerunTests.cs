using System.CommandLine;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Tests.Reports;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Notebooks;

/// <summary><c>optimnb rerun</c> of the manifest that <c>optimnb run</c> wrote.</summary>
public sealed class NotebookRerunTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_notebook_is_run_again_with_its_parameters_and_compared()
    {
        Write("var seed = 1;\nseed * 21", "\"the same\"");
        Assert.Equal(0, Run("--param", "seed=2"));
        var before = Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories);

        var (code, said) = Rerun();

        Assert.True(code == 0, said);
        Assert.Contains("trial.ipynb: shows the same", said, StringComparison.Ordinal);
        Assert.Contains("1 of 1 notebooks show the same", said, StringComparison.Ordinal);
        Assert.Equal("42", (string?)Executed()["cells"]![0]!["outputs"]![0]!["data"]!["text/plain"]![0]);
        Assert.Equal(before, Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_difference_is_told_with_its_cell()
    {
        Write("\"the same\"", "Guid.NewGuid().ToString()");
        Assert.Equal(0, Run());

        var (code, said) = Rerun();

        Assert.Equal(1, code);
        Assert.Contains("trial.ipynb: differs", said, StringComparison.Ordinal);
        Assert.Contains("  cell 2: text/plain: ", said, StringComparison.Ordinal);
        Assert.Contains("0 of 1 notebooks show the same", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_that_was_one_before_is_the_same()
    {
        Write("1", "throw new InvalidOperationException(\"no\");");
        Assert.Equal(1, Run());

        Assert.Equal(0, Rerun().Code);
    }

    [Fact]
    public void What_has_changed_or_gone_is_said_before_anything_runs()
    {
        Write("1", "2");
        Run();
        var manifest = File.ReadAllText(_folder.File("out/manifest.json"));
        Write("1", "3");
        Assert.Contains("trial.ipynb has changed since it was run", Rerun().Said, StringComparison.Ordinal);
        File.Delete(_folder.File("trial.ipynb"));
        Assert.Contains("is not there any more", Rerun().Said, StringComparison.Ordinal);

        var without = JsonNode.Parse(manifest)!;
        without["notebooks"]![0]!.AsObject().Remove("source");
        File.WriteAllText(_folder.File("out/manifest.json"), without.ToJsonString());
        Assert.Contains("does not say where trial.ipynb was", Rerun().Said, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("out/manifest.json"), "{\"notebooks\":[1]}");
        Assert.Contains("no manifest of 'optimnb run'", Rerun().Said, StringComparison.Ordinal);
        Assert.Contains("--json is for the results of experiments", Rerun("--json", "x").Said, StringComparison.Ordinal);
    }

    private JsonNode Executed() => JsonNode.Parse(File.ReadAllText(_folder.File("out/trial.ipynb")))!;

    private int Run(params string[] more) =>
        RunVerb.Create().Parse([_folder.File("trial.ipynb"), "--out", _folder.File("out"), .. more]).Invoke(new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null });

    private (int Code, string Said) Rerun(params string[] more)
    {
        var output = new StringWriter();
        return (RerunVerb.Create().Parse([_folder.File("out/manifest.json"), .. more]).Invoke(new InvocationConfiguration { Output = output, Error = output }), output.ToString());
    }

    /// <summary>The first of the cells holds the parameters.</summary>
    private void Write(params string[] cells) => _folder.Write("trial.ipynb", new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((code, i) => new JsonObject
        {
            ["cell_type"] = "code",
            ["metadata"] = i == 0 ? new JsonObject { ["tags"] = new JsonArray("parameters") } : new JsonObject(),
            ["source"] = code,
            ["outputs"] = new JsonArray(),
            ["execution_count"] = null,
        })]),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString());
}
