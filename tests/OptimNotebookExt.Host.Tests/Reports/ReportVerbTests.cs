using System.CommandLine;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Reports;

public class ReportVerbTests
{
    private const string Results = """{"runs":[{"optimizer":"Eve","preset":"test","seed":42,"avg_loss":[9,8,7],"final":6.5}],"manifest":{"device":"cpu"}}""";

    [Fact]
    public void The_page_is_written_whole_and_replaces_the_old_one()
    {
        using var folder = new ScratchFolder();
        var results = folder.Write("results.json", Results);
        var output = folder.Write("report.html", "old");

        Assert.Equal(0, Invoke("--results", results, "--out", output).Code);

        var html = File.ReadAllText(output);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
        Assert.Equal(["report.html", "results.json"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_bad_input_fails_and_leaves_the_old_page()
    {
        using var folder = new ScratchFolder();
        var results = folder.Write("results.json", "{");
        var output = folder.Write("report.html", "old");

        var (code, _, error) = Invoke("--results", results, "--out", output);

        Assert.Equal(1, code);
        Assert.StartsWith($"optimnb: {results}: not JSON", error, StringComparison.Ordinal);

        Assert.Equal("old", File.ReadAllText(output));
    }

    [Fact]
    public void A_place_that_cannot_be_written_fails_and_leaves_nothing()
    {
        using var folder = new ScratchFolder();
        var results = folder.Write("results.json", Results);
        var taken = folder.File("report.html");
        Directory.CreateDirectory(taken);

        Assert.Equal(1, Invoke("--results", results, "--out", taken).Code);

        Assert.Equal([results], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void The_folder_of_the_page_is_made()
    {
        using var folder = new ScratchFolder();
        var output = Path.Combine(folder.Root, "a", "b", "report.html");

        Assert.Equal(0, Invoke("--results", folder.Write("results.json", Results), "--out", output).Code);

        Assert.True(File.Exists(output));
    }

    [Fact]
    public void The_terminal_shows_names_as_they_are_and_no_escape_codes_when_redirected()
    {
        using var folder = new ScratchFolder();
        var output = folder.File("report.html");

        var (_, text, _) = Invoke(
            "--results", folder.Write("results.json", Results.Replace("Eve", "[red]x[/]", StringComparison.Ordinal)), "--out", output);

        Assert.Contains("[red]x[/]", text, StringComparison.Ordinal);
        Assert.Contains("PyTorch, all seeds", text, StringComparison.Ordinal);
        Assert.EndsWith($"\n{output}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    private static (int Code, string Output, string Error) Invoke(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = ReportVerb.Create().Parse(args).Invoke(new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
