using OptimNotebookExt.Commands;
using TorchSharp;

namespace OptimNotebookExt.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly NotebookCommand Sample = new SampleCommand();

    [Theory]
    [InlineData("#!optim", true)]
    [InlineData("  #!optim show x", true)]
    [InlineData("#!optimize", false)]
    [InlineData("#!time", false)]
    [InlineData("var x = 1; #!optim show x", false)]
    [InlineData("", false)]
    public void A_line_is_ours_when_its_first_word_is_the_directive(string line, bool expected) =>
        Assert.Equal(expected, CommandCatalog.IsCommand(line));

    [Fact]
    public void Values_come_with_or_without_the_implicit_name_and_quoted_as_json()
    {
        var plain = CommandArguments.Parse(Sample, "x --count 3 --all");
        var named = CommandArguments.Parse(Sample, "--count 3 --all --var \"a \\\"b\\\" c\"");

        Assert.Equal(("x", 3L, true), (plain.Text("--var"), plain.Whole("--count", 1), plain.Has("--all")));
        Assert.Equal("a \"b\" c", named.Text("--var"));
        Assert.Equal(7, CommandArguments.Parse(Sample, "x").Whole("--count", 7));
    }

    [Theory]
    [InlineData("x --nothing 1", "no option '--nothing': it has --var, --count, --all.")]
    [InlineData("x y", "given twice, again as 'y'")]
    [InlineData("x --count", "--count of #!optim sample has no value")]
    [InlineData("x --count --all", "--count of #!optim sample has no value")]
    [InlineData("--count 3", "#!optim sample needs --var")]
    [InlineData("\"x", "is not a quoted text: close the quotes")]
    public void A_line_that_cannot_be_read_is_said_in_one_sentence(string line, string expected)
    {
        var error = Assert.Throws<CommandException>(() => CommandArguments.Parse(Sample, line));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10")]
    [InlineData("1.5")]
    [InlineData("many")]
    public void A_number_out_of_range_names_the_option_its_value_and_the_range(string value)
    {
        var arguments = CommandArguments.Parse(Sample, $"x --count {value}");

        var error = Assert.Throws<CommandException>(() => arguments.Whole("--count", 1, 1, 9));

        Assert.Equal($"--count of #!optim sample must be a whole number of at least 1 and at most 9, but is '{value}': change it or leave it out.", error.Message);
    }

    [Fact]
    public void A_host_that_reads_lines_itself_passes_names_and_values()
    {
        var arguments = CommandArguments.Of(Sample, new Dictionary<string, string?> { ["--var"] = "x", ["--count"] = null, ["--all"] = "true" });

        Assert.Equal(("x", false, true), (arguments.Text("--var"), arguments.Has("--count"), arguments.Has("--all")));
        Assert.False(CommandArguments.Of(Sample, new Dictionary<string, string?> { ["--var"] = "x", ["--all"] = "false" }).Has("--all"));
        Assert.Throws<CommandException>(() => CommandArguments.Of(Sample, new Dictionary<string, string?> { ["--vra"] = "x" }));
    }

    [Theory]
    [InlineData("#!optim |", "show")]
    [InlineData("#!optim sh|", "show")]
    [InlineData("#!optim show |", "tensor1")]
    [InlineData("#!optim show te|", "tensor1")]
    [InlineData("#!optim show --var |", "tensor1")]
    [InlineData("#!optim show -|", "--var")]
    [InlineData("#!optim help h|", "help")]
    public void Completion_offers_commands_options_and_variables_that_fit(string marked, string expected)
    {
        using var tensor = torch.zeros(2);
        using var session = new FakeSession { Variables = { ["tensor1"] = tensor, ["number"] = 3, ["nothing"] = null } };
        var position = marked.IndexOf('|');

        var completions = CommandCatalog.Complete(session, marked.Remove(position, 1), position);

        Assert.Contains(completions, c => c.Text == expected);
        Assert.DoesNotContain(completions, c => c.Text is "number" or "nothing");
        var chosen = completions.First(c => c.Text == expected);
        Assert.Equal(position, chosen.Start + chosen.Length);
    }

    [Theory]
    [InlineData("#!optim", 7)]
    [InlineData("#!time x", 8)]
    [InlineData("#!optim nothing x", 17)]
    public void Completion_offers_nothing_in_lines_that_are_not_ours(string line, int position) =>
        Assert.Empty(CommandCatalog.Complete(NotebookHost.Session, line, position));

    [Fact]
    public void A_list_is_completed_behind_its_last_comma_and_in_the_middle_of_a_line()
    {
        const string line = "--count 1,2 x";
        var completions = Sample.Complete(NotebookHost.Session, line, "--count 1,2".Length);

        Assert.Equal([new CommandCompletion("22", "How many.", 10, 1)], completions);
    }

    [Fact]
    public async Task An_unknown_command_is_said_with_those_there_are()
    {
        var error = await Assert.ThrowsAsync<CommandException>(() => CommandCatalog.RunAsync(NotebookHost.Session, "#!optim shwo x"));

        Assert.StartsWith("#!optim has no command 'shwo': it has show, ", error.Message, StringComparison.Ordinal);
    }

    private sealed class SampleCommand : NotebookCommand
    {
        public override string Name => "sample";

        public override string Description => "A sample.";

        public override string Example => "#!optim sample x";

        public override string Twin => "none";

        public override IReadOnlyList<CommandParameter> Parameters { get; } =
        [
            new("--var", "A variable.") { IsImplicit = true, IsRequired = true },
            new("--count", "How many.") { Values = (_, _) => ["11", "22"] },
            new("--all", "All of them.") { IsFlag = true },
        ];

        protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments) => Task.CompletedTask;
    }
}
