using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents.Commands;

/// <summary>The commands that the pages show: verbs, options, scripts and projects exist, and some check runs each.</summary>
public sealed partial class CommandTests
{
    private static readonly string[] Prose = ["…", "...", "|", " VERB"];

    [Fact]
    public void Every_command_is_run_by_one_check() => Assert.Empty(
        from command in DocumentedCommand.All
        let rows = CommandCheck.All.Count(c => c.Pattern.IsMatch(command.Line))
        where rows != 1
        select $"{command.Page}: '{command.Line}' is in {rows} rows of CommandCheck.All: say there that it runs, or who runs it and why");

    [Fact]
    public void Every_check_has_a_command_and_runs_what_it_says() => Assert.All(CommandCheck.All, check =>
    {
        Assert.Contains(DocumentedCommand.All, command => check.Pattern.IsMatch(command.Line));
        Assert.True(check.Runs != check.Reason.Length > 0, $"{check.Pattern} needs a reason");
        if (check.Other is var (file, text))
            Assert.Contains(text, File.ReadAllText(Repository.Path(file.Split('/'))), StringComparison.Ordinal);
    });

    [Fact]
    public void Every_line_of_optimnb_is_understood() => Assert.Empty(
        from line in Lines("optimnb ")
        let words = CommandLineParser.SplitCommandLine(line.Line["optimnb".Length..]).ToArray()
        let result = OptimnbCommand.Create().Parse(words)
        // A verb that is spoken of, without its arguments, is only to be there.
        where (result.CommandResult == result.RootCommandResult && words[0][0] != '-') || (words.Length > 1 && result.Errors.Count > 0)
        select $"{line.Page}: {line.Line}: {string.Join("; ", result.Errors.Select(e => e.Message))}");

    [Fact]
    public void Every_script_is_there_and_knows_its_options() => Assert.Empty(
        from line in Lines("./").Concat(Lines("eng/")).Concat(Lines("benchmarks/"))
        let words = Words(line.Line)
        let script = Repository.Path(words[0].Split('/'))
        let text = File.Exists(script) ? File.ReadAllText(script) : null
        where text is null || words.Any(w => w.StartsWith("--", StringComparison.Ordinal) && !text.Contains(w, StringComparison.Ordinal))
        select $"{line.Page}: {line.Line}");

    [Fact]
    public void Every_project_is_there() => Assert.Empty(
        from line in DocumentedCommand.All
        from path in Words(line.Line)
        where Project().IsMatch(path) && !Path.Exists(Repository.Path(path.Split('/')))
        select $"{line.Page}: {line.Line}");

    [Fact]
    public void Commands_are_found_in_blocks_in_indented_lines_and_in_text()
    {
        const string Page = """
            Text with `optimnb run a.ipynb`, the word `optimnb`, and `dotnet build
            src` over two lines.

            ```sh
            ./run.sh   # all
            A=1 dotnet test \
              tests && python3 eng/x.py
            ```

                eng/pack.sh 1.0 out

            ```csharp
            dotnet();
            ```
            """;
        Assert.Equal(
            ["./run.sh", "A=1 dotnet test tests", "python3 eng/x.py", "eng/pack.sh 1.0 out", "optimnb run a.ipynb", "dotnet build src"],
            DocumentedCommand.In(Page));
    }

    private static string[] Words(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Those that begin so and are whole.</summary>
    private static IEnumerable<DocumentedCommand> Lines(string start) =>
        DocumentedCommand.All.Where(c => c.Line.StartsWith(start, StringComparison.Ordinal) && !Prose.Any(c.Line.Contains));

    [GeneratedRegex("^(src|tests|benchmarks|examples)/")]
    private static partial Regex Project();
}
