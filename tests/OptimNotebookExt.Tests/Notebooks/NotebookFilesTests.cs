using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptimNotebookExt.Tests.Notebooks;

/// <summary>What holds for every committed notebook, as a file.</summary>
public sealed partial class NotebookFilesTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Repository.Path("notebooks"), "*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void It_names_the_kernel_and_language_that_hosts_of_CSharp_notebooks_claim(string name)
    {
        var metadata = Read(name)["metadata"]!;

        Assert.Equal(".net-csharp", (string?)metadata["kernelspec"]!["name"]);
        Assert.Equal("C#", (string?)metadata["kernelspec"]!["language"]);
        Assert.Equal("csharp", (string?)metadata["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
    }

    [Theory, MemberData(nameof(Names))]
    public void It_begins_with_a_title_and_parameters_and_ends_with_a_manifest(string name)
    {
        var cells = Cells(name);
        var code = cells.Where(IsCode).ToArray();

        Assert.StartsWith("# ", Source(cells[0]), StringComparison.Ordinal);
        Assert.Same(code[0], Assert.Single(cells, c => HasTag(c, "parameters")));
        Assert.Same(cells[^1], Assert.Single(cells, c => HasTag(c, "manifest")));
        Assert.Contains("Optim.Manifest(", Source(cells[^1]), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void One_cell_names_a_backend_and_the_package_and_nothing_else_does(string name)
    {
        var cell = Assert.Single(Cells(name), c => IsCode(c) && Source(c).Contains("#r ", StringComparison.Ordinal));

        Assert.Equal("#r \"nuget: TorchSharp-cpu, 0.107.0\"\n#r \"nuget: OptimNotebookExt\"", Source(cell));
        Assert.DoesNotContain(Cells(name), c => Source(c).Contains("#i ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void It_is_a_text_with_formulas(string name)
    {
        var cells = Cells(name);
        var text = cells.Where(c => !IsCode(c)).ToArray();

        Assert.True(2 * text.Length >= cells.Length - text.Length, $"{text.Length} text cells for {cells.Length - text.Length} code cells");
        Assert.Contains(text, c => Formula().IsMatch(Source(c)));
        Assert.All(text.SelectMany(c => Link().Matches(Source(c))).Select(m => m.Groups[1].Value).Where(l => !l.StartsWith("https://", StringComparison.Ordinal)),
            link => Assert.True(File.Exists(Repository.Path("notebooks", link)), link));
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_outputs_have_an_image_and_no_error_no_path_of_a_machine_and_no_time(string name)
    {
        var file = Repository.Path("notebooks", name);
        var outputs = Cells(name).Where(IsCode).SelectMany(c => c["outputs"]!.AsArray()).Select(o => o!.AsObject()).ToArray();
        var shown = outputs.SelectMany(Texts).ToArray();

        Assert.True(new FileInfo(file).Length <= 1 << 20);
        Assert.DoesNotContain(outputs, o => (string?)o["output_type"] == "error");
        Assert.Contains(shown, t => Image().IsMatch(t));
        Assert.All(shown, t => Assert.DoesNotMatch(@"/home/|/root/|/tmp/|/Users/|\b[A-Z]:\\\w", t));
        Assert.DoesNotMatch(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", File.ReadAllText(file).Replace(CommittedResultsDate(), "", StringComparison.Ordinal));
        Assert.All(Cells(name), c => Assert.False(c["metadata"]!.AsObject().ContainsKey("execution")));
    }

    /// <summary>When the results in data/ were made, which a notebook shows with them: no time of its own.</summary>
    private static string CommittedResultsDate() =>
        JsonNode.Parse(File.ReadAllText(Repository.Path("data", "results", "eve-cain.json")))!["manifest"]!["date"]!.GetValue<DateTime>().ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Everything that an output says, without the data of images.</summary>
    private static IEnumerable<string> Texts(JsonObject output) => (output["data"]?.AsObject().Select(d => d.Value) ?? [output["text"], output["traceback"]])
        .Where(v => v is not null)
        .Select(v => ImageData().Replace(v is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : v!.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)v! : v.ToJsonString(), "data:"));

    [GeneratedRegex("<img alt=\"[^\"]+\"")]
    private static partial Regex Image();

    [GeneratedRegex(@"\$[^$\n]+\$|\$\$")]
    private static partial Regex Formula();

    [GeneratedRegex("data:image/[^\"]*")]
    private static partial Regex ImageData();

    private static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Repository.Path("notebooks", name)))!.AsObject();

    private static JsonObject[] Cells(string name) => [.. Read(name)["cells"]!.AsArray().Select(c => c!.AsObject())];

    private static bool IsCode(JsonObject cell) => (string?)cell["cell_type"] == "code";

    private static bool HasTag(JsonObject cell, string tag) => cell["metadata"]!["tags"]?.AsArray().Any(t => (string?)t == tag) == true;

    private static string Source(JsonObject cell) => cell["source"] is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string?)cell["source"] ?? "";

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();
}
