using System.CommandLine;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Tests.Reports;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Faults;

/// <summary><c>run</c> writes nowhere but below --out, whatever notebooks are called and whatever lies there.</summary>
public sealed class OutFolderTests : IDisposable
{
    private const string Cell = """{"cells":[{"cell_type":"code","metadata":{"tags":["parameters"]},"outputs":[],"execution_count":null,"source":"var path = \"x\";\npath"}],"metadata":{},"nbformat":4,"nbformat_minor":5}""";

    private readonly ScratchFolder _folder = new();

    public OutFolderTests()
    {
        foreach (var name in (string[])["in", "out", "victims"])
            Directory.CreateDirectory(_folder.File(name));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_that_look_like_paths_or_commands_stay_below_the_folder()
    {
        string[] names = ["...ipynb", "%2e%2e%2fx.ipynb", "$(touch x).ipynb"];
        if (!OperatingSystem.IsWindows())
            names = [.. names, "..\\x.ipynb", "a\"\nb.ipynb"];
        foreach (var name in names)
            _folder.Write($"in/{name}", Cell);
        var before = Everything();

        var (code, output) = Run([.. names.Select(n => _folder.File($"in/{n}"))], "--param", "path=../../../x");

        Assert.True(code == 0, output);
        Assert.Equal(before, Everything());
        Assert.Equal([.. names.Select(n => Path.GetFileNameWithoutExtension(n)).SelectMany(n => new[] { $"{n}.html", $"{n}.ipynb" }).Append("manifest.json").Order(StringComparer.Ordinal)],
            Directory.GetFileSystemEntries(_folder.File("out")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(JsonNode.Parse(File.ReadAllText(_folder.File("out/manifest.json")))!["notebooks"]!.AsArray(), n => Assert.Equal("../../../x", (string?)n!["parameters"]!["path"]));
    }

    [Fact]
    public void A_link_in_the_folder_is_replaced_and_not_followed()
    {
        if (OperatingSystem.IsWindows())
            return;
        var notebook = _folder.Write("in/trial.ipynb", Cell);
        string[] written = ["trial.ipynb", "trial.html", "manifest.json"];
        foreach (var name in written)
        {
            _folder.Write($"victims/{name}", "not to be touched");
            File.CreateSymbolicLink(_folder.File($"out/{name}"), _folder.File($"victims/{name}"));
        }
        var before = Everything();

        var (code, output) = Run([notebook]);

        Assert.True(code == 0, output);
        Assert.Equal(before, Everything());
        Assert.All(written, name => Assert.Null(new FileInfo(_folder.File($"out/{name}")).LinkTarget));
    }

    [Fact]
    public void A_picture_from_beyond_the_notebooks_folder_does_not_get_into_the_page()
    {
        File.WriteAllText(_folder.File("secret.png"), "secret");
        var notebook = _folder.Write("in/trial.ipynb", """{"cells":[{"cell_type":"markdown","metadata":{},"source":"![a](../secret.png) ![b](%2e%2e/secret.png) ![c](file:///etc/hostname.png)"}],"metadata":{},"nbformat":4,"nbformat_minor":5}""");

        Run([notebook]);

        var page = File.ReadAllText(_folder.File("out/trial.html"));
        Assert.DoesNotContain(Convert.ToBase64String("secret"u8), page, StringComparison.Ordinal);
        Assert.Contains("alt=\"a\"", page, StringComparison.Ordinal);
    }

    /// <summary>All files but those below --out, with what is in them.</summary>
    private string[] Everything() =>
    [
        .. Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories)
            .Where(f => !f.StartsWith(_folder.File("out") + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(f => $"{f}: {File.ReadAllText(f)}").Order(StringComparer.Ordinal),
    ];

    private (int Code, string Output) Run(string[] notebooks, params string[] more)
    {
        var output = new StringWriter();
        var code = RunVerb.Create().Parse([.. notebooks, "--out", _folder.File("out"), .. more]).Invoke(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}
