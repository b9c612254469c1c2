using System.Reflection;
using System.Text.RegularExpressions;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Verbs;

/// <summary>How the tool ends, and that docs/HOST.md says the same.</summary>
public sealed partial class ExitCodeTests
{
    [Fact]
    public void The_page_lists_every_exit_code_and_no_other()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.NonPublic | BindingFlags.Static).Select(f => (int)f.GetRawConstantValue()!);
        var page = File.ReadAllText(Repository.Path("docs", "HOST.md")).ReplaceLineEndings("\n").Split("## Exit codes\n")[1].Split("\n## ")[0];

        Assert.Equal(codes.Order(), Row().Matches(page).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(ExitCode.Done, "completion", "bash")]
    [InlineData(ExitCode.Done, "--help")]
    [InlineData(ExitCode.Failed, "history", "{0}/missing.json")]
    [InlineData(ExitCode.Failed, "rerun", "{0}/missing.json")]
    [InlineData(ExitCode.Failed, "run", "{0}/missing.ipynb", "--out", "{0}/out")]
    [InlineData(ExitCode.Failed, "report", "--results", "{0}/missing.json", "--out", "{0}/page.html")]
    [InlineData(ExitCode.Failed, "sweep", "{0}/missing.json", "--out", "{0}/out")]
    [InlineData(ExitCode.Failed, "experiment", "quadratic", "--optimizer", "Nobody")]
    [InlineData(ExitCode.Failed, "kernel", "-f", "{0}/missing.json")]
    [InlineData(ExitCode.Unusable, "fly")]
    [InlineData(ExitCode.Unusable, "bench", "--rounds", "0")]
    [InlineData(ExitCode.Unusable, "gallery")]
    [InlineData(ExitCode.Unusable, "replay", "{0}/missing.json")]
    [InlineData(ExitCode.Incomplete, "sweep", "{1}", "--out", "{0}/sweep", "--status")]
    public async Task A_line_ends_with_its_code(int code, params string[] line)
    {
        using var folder = new TemporaryFolder();
        using StringWriter output = new(), error = new();

        var ended = await OptimnbCommand.RunAsync(
            [.. line.Select(w => string.Format(null, w, folder.Root, Repository.Path("data", "sweeps", "quadratic.json")))],
            new() { Output = output, Error = error });

        Assert.Equal(code, ended);
        if (code is ExitCode.Failed or ExitCode.Unusable)
            Assert.NotEmpty(error.ToString());
    }

    [Fact]
    public async Task What_is_stopped_says_so()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Stopped, await OptimnbCommand.RunAsync(["experiment", "quadratic", "--optimizer", "AdamW"], new() { Output = TextWriter.Null, Error = TextWriter.Null }, stop.Token));
    }

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
