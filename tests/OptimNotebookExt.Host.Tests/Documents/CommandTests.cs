using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents;

/// <summary>The commands that the pages show: verbs and options exist, and so do the scripts and projects.</summary>
public sealed partial class CommandTests
{
    [Fact]
    public void Every_line_of_optimnb_is_understood() => Assert.Empty(
        from line in Lines("optimnb")
        let words = CommandLineParser.SplitCommandLine(line.Code["optimnb".Length..]).ToArray()
        let result = OptimnbCommand.Create().Parse(words)
        // A verb that is spoken of, without its arguments, is only to be there.
        where result.CommandResult == result.RootCommandResult || (words.Length > 1 && result.Errors.Count > 0)
        select $"{line.Page}: {line.Code}: {string.Join("; ", result.Errors.Select(e => e.Message))}");

    [Fact]
    public void Every_script_is_there_and_knows_its_options() => Assert.Empty(
        from line in Lines("./").Concat(Lines("eng/")).Concat(Lines("benchmarks/"))
        let words = Words(line.Code)
        let script = Repository.Path(words[0].Split('/'))
        let text = File.Exists(script) ? File.ReadAllText(script) : null
        where text is null || words.Any(w => w.StartsWith("--", StringComparison.Ordinal) && !text.Contains(w, StringComparison.Ordinal))
        select $"{line.Page}: {line.Code}");

    [Fact]
    public void Every_project_is_there() => Assert.Empty(
        from line in Lines("dotnet ")
        from path in Words(line.Code)
        where Project().IsMatch(path) && !Path.Exists(Repository.Path(path.Split('/')))
        select $"{line.Page}: {line.Code}");

    [Fact]
    public void Lines_are_found_in_blocks_and_in_text() => Assert.True(Lines("optimnb").Count() > 10 && Lines("dotnet ").Any() && Lines("./").Any());

    private static string[] Words(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Lines of code blocks, and code within text, that begin so.</summary>
    private static IEnumerable<(string Page, string Code)> Lines(string start) =>
        from page in Document.All
        where page.Name is not "CHANGELOG.md"
        from Match match in Code().Matches(page.Text)
        let line = Comment().Replace(match.Groups[1].Value.Replace("\\\n", " ").Trim(), "")
        where line.StartsWith(start, StringComparison.Ordinal) && line.Contains(' ') && !line.Contains('…') && !line.Contains("...", StringComparison.Ordinal) && !line.Contains('|') && !line.Contains(" VERB", StringComparison.Ordinal)
        select (page.Name, line);

    [GeneratedRegex(@"(?:^(?:    )?|`|&& )((?:optimnb|\./|eng/|benchmarks/|dotnet )[^`\n]*)(?:`|$)", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("^(src|tests|benchmarks|examples)/")]
    private static partial Regex Project();

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Comment();
}
