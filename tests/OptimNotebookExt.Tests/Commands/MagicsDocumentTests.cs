using System.Text;
using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Tests.Commands;

/// <summary>docs/MAGICS.md says what the catalog says.</summary>
public sealed class MagicsDocumentTests
{
    private const string Head = """
        # Magic commands

        A line of a cell that begins with `#!optim`; spaces separate words, and a value with spaces stands in double quotes, as in
        JSON. `#!optim help` shows this list in a notebook, Tab completes commands, options and variables. Every command is also a
        method of `Optim` (`using OptimNotebookExt;`), for programs and for hosts without magics. A command that cannot be followed
        says why in one sentence and changes nothing. Stopping the cell stops `compare`, which keeps what it has.

        This file is checked against `CommandCatalog`; [how to add a command](how-to-add-a-magic-command.md).

        | command | what it does | as a method |
        |---|---|---|
        """;

    [Fact]
    public void Every_command_and_option_is_in_it()
    {
        var file = Repository.Path("docs", "MAGICS.md");
        var expected = Expected();
        var written = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        Assert.True(expected == written, $"docs/MAGICS.md should be:\n{expected}\n{Approved.Difference(written, expected)}");
    }

    private static string Expected()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        foreach (var command in CommandCatalog.All)
            text.Append($"| [`{command.Name}`](#{command.Name}) | {Cell(command.Description)} | `{Cell(command.Twin)}` |\n");
        foreach (var command in CommandCatalog.All)
        {
            text.Append($"\n## {command.Name}\n\n{command.Description}\n\n```\n{command.Example}\n```\n\n| option | | |\n|---|---|---|\n");
            foreach (var parameter in command.Parameters)
                text.Append($"| `{parameter.Name}` | {Kind(parameter)} | {Cell(parameter.Description)} |\n");
        }
        return text.ToString();
    }

    private static string Kind(CommandParameter parameter) => parameter.IsFlag ? "switch"
        : (parameter.IsRequired ? "required" : "optional") + (parameter.IsImplicit ? ", may stand alone" : "");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
