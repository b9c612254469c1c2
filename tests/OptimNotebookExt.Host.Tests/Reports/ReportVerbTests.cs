using System.CommandLine;
using OptimNotebookExt.Host.Reports;
using OptimNotebookExt.Host.Verbs;
using Spectre.Console;

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

        Assert.Equal(0, Invoke("report", "--results", results, "--out", output));

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

        Assert.Equal(1, Invoke("report", "--results", results, "--out", output));

        Assert.Equal("old", File.ReadAllText(output));
    }

    [Fact]
    public void A_place_that_cannot_be_written_fails_and_leaves_nothing()
    {
        using var folder = new ScratchFolder();
        var results = folder.Write("results.json", Results);
        var taken = folder.File("report.html");
        Directory.CreateDirectory(taken);

        Assert.Equal(1, Invoke("report", "--results", results, "--out", taken));

        Assert.Equal([results], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void The_folder_of_the_page_is_made()
    {
        using var folder = new ScratchFolder();
        var output = Path.Combine(folder.Root, "a", "b", "report.html");

        Assert.Equal(0, Invoke("report", "--results", folder.Write("results.json", Results), "--out", output));

        Assert.True(File.Exists(output));
    }

    [Fact]
    public void The_terminal_shows_names_as_they_are_and_no_escape_codes_when_redirected()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;

        ReportConsole.Write(FinalTable.Of(Sample.Data([Sample.Run("[red]x[/]")])), console);

        Assert.Contains("[red]x[/]", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("PyTorch, 5 seeds", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text.ToString());
    }

    private static int Invoke(params string[] args) => new RootCommand { ReportVerb.Create() }.Parse(args).Invoke();
}
