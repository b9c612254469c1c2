using System.Text.RegularExpressions;
using OptimNotebookExt.Commands;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;
using TorchSharp;

namespace OptimNotebookExt.Tests.Commands;

/// <summary>What holds for every command; the rows are in <see cref="CommandCase"/>.</summary>
[Collection(GlobalGenerator.Name)]
public sealed partial class CommandContractTests
{
    public static TheoryData<string> Names => [.. CommandUnderTest.All.Select(c => c.Command.Name)];

    [Fact]
    public void Every_command_is_tested_and_every_tested_command_is_registered() =>
        Assert.Equal(CommandCatalog.All.Select(c => c.Name), CommandCase.All.Select(c => c.Name));

    [Theory, MemberData(nameof(Names))]
    public void It_has_a_line_of_help_and_an_example_with_an_argument_that_can_be_read(string name)
    {
        var command = CommandUnderTest.Of(name).Command;
        var help = new CommandHelpView(command).ToString();

        Assert.All([command.Description, .. command.Parameters.Select(p => p.Description)], text => Assert.Matches(@"^[A-Za-z]\S* [^\n]*\.$|^\S+\.$", text));
        Assert.Contains(command.Example, help, StringComparison.Ordinal);
        Assert.All(command.Parameters, p => Assert.Contains(p.Name, help, StringComparison.Ordinal));
        Assert.StartsWith($"#!optim {name} ", command.Example, StringComparison.Ordinal);
        Assert.NotNull(CommandArguments.Parse(command, command.Example[$"#!optim {name}".Length..]));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_method_of_the_same_name_does_the_same(string name)
    {
        var under = CommandUnderTest.Of(name);
        var method = Method().Match(under.Command.Twin);

        Assert.Equal(name, method.Groups[1].Value, ignoreCase: true);
        Assert.Contains(under.Methods.GetMethods(), m => m.Name == method.Groups[1].Value);
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_options_are_flat_words_that_every_host_can_bind(string name)
    {
        var parameters = CommandUnderTest.Of(name).Command.Parameters;

        Assert.All(parameters, p => Assert.Matches("^--[a-z]+(-[a-z]+)*$", p.Name));
        Assert.All(parameters, p => Assert.False(p.IsFlag && (p.IsImplicit || p.IsRequired)));
        Assert.True(parameters.Count(p => p.IsImplicit) <= 1);
        var bound = parameters.Select(p => BoundOptions.CamelCase(p.Name)).Concat(["invokedDirective", "targetKernelName"]).ToArray();
        Assert.Distinct(bound);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_option_with_a_value_is_completed(string name)
    {
        using var notebook = new SampleNotebook();
        var under = CommandUnderTest.Of(name);
        var command = under.Command;
        var variables = notebook.Session.Variables.Keys.Select(v => $"--var {v} ").Prepend("");

        Assert.All(command.Parameters.Where(p => !p.IsFlag), parameter => Assert.Contains(variables, variable =>
        {
            if (variable.Length > 0 && (parameter.Name == "--var" || command.Parameters.All(p => p.Name != "--var")))
                return false;
            return under.Complete(notebook.Session, $"{variable}{parameter.Name} ").Count > 0;
        }));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Its_lines_run_and_show_something_in_html_and_text(string name)
    {
        using var notebook = new SampleNotebook();
        using var folder = new TemporaryFolder();
        var under = CommandUnderTest.Of(name);
        foreach (var line in under.Case.Lines)
        {
            var shown = notebook.Session.Displays.Count;
            await under.RunAsync(notebook.Session, line.Replace("{0}", folder.Root, StringComparison.Ordinal));

            var display = Assert.Single(notebook.Session.Displays.Skip(shown));
            var view = Assert.IsType<View>(display.Values[^1], exactMatch: false);
            Assert.StartsWith("<", view.ToHtml(), StringComparison.Ordinal);
            Assert.NotEmpty(view.ToString());
            Assert.DoesNotContain("cannot be drawn", view.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task What_it_cannot_follow_is_said_in_one_sentence_and_shows_nothing(string name)
    {
        using var notebook = new SampleNotebook();
        using var folder = new TemporaryFolder();
        folder.Write("there.txt", "kept");
        var known = notebook.Session.Variables.Keys.ToArray();
        var under = CommandUnderTest.Of(name);
        foreach (var (line, says) in under.Case.Errors.Append(("--nonsense 1", "has no option '--nonsense'")))
        {
            var error = await Assert.ThrowsAsync<CommandException>(() => under.RunAsync(notebook.Session, line.Replace("{0}", folder.Root, StringComparison.Ordinal)));

            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        }
        Assert.Empty(notebook.Session.Displays);
        Assert.Equal(known, notebook.Session.Variables.Keys);
        Assert.Equal(["there.txt"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
        Assert.Equal("kept", File.ReadAllText(Path.Combine(folder.Root, "there.txt")));
    }

    [Theory]
    [InlineData("show opt")]
    [InlineData("state opt --parameter 0.weight")]
    [InlineData("matrix opt --full")]
    [InlineData("history history")]
    [InlineData("trace trace")]
    [InlineData("pgp ng")]
    [InlineData("seed")]
    [InlineData("device auto")]
    [InlineData("threads")]
    [InlineData("manifest 42")]
    [InlineData("help")]
    public async Task Looking_changes_no_state_and_draws_no_random_number(string line)
    {
        using var notebook = new SampleNotebook();
        await CommandCatalog.RunAsync(notebook.Session, $"#!optim {line}"); // what is made once is made
        var states = State(notebook);
        using var random = torch.get_rng_state();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        await CommandCatalog.RunAsync(notebook.Session, $"#!optim {line}");
        Assert.NotEmpty(((View)notebook.Session.Displays[^1].Values[^1]).ToHtml());

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var after = torch.get_rng_state();
        Assert.Equal(random.Doubles(), after.Doubles());
        Assert.Equal(states, State(notebook));
    }

    private static double[][] State(SampleNotebook notebook) =>
        [.. new ResearchOptimizer[] { notebook.Optimizer, notebook.Get<NeutralGradient>("ng") }.SelectMany(o => o.States).SelectMany(s => s.TensorNames.Select(n => s[n].Doubles()).Append(s.Parameter.Doubles()))];

    [GeneratedRegex(@"^Optim\.(\w+)\(.*\)$")]
    private static partial Regex Method();
}
