using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.DotNet.Interactive.Formatting;
using OptimNotebookExt.Commands;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Notebook;
using OptimNotebookExt.Views;
using TorchSharp;

namespace OptimNotebookExt.Extension.Tests;

/// <summary>
/// The script that .NET Interactive runs when the package is referenced, against doubles of the host's members it uses: an
/// error in it does not fail the user's cell, the magics would silently be missing.
/// </summary>
public sealed class ExtensionScriptTests
{
    [Fact]
    public void It_compiles_without_usings_errors_and_warnings()
    {
        var diagnostics = CSharpScript.Create(ExtensionScript.Text, ExtensionScript.Options).Compile();

        Assert.Empty(diagnostics);
        Assert.DoesNotContain("using ", ExtensionScript.Text.Replace("a using line", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_leaves_no_variables_in_the_users_session_and_greets_in_one_line()
    {
        var (host, cell) = await ExtensionHost.LoadAsync();
        using var _ = host;

        Assert.Empty(host.Kernel.ScriptState!.Variables);
        var greeting = Assert.Single(cell.Displayed);
        Assert.Equal(["text/plain"], greeting.MimeTypes);
        Assert.Matches(@"^OptimNotebookExt \d\S* · libtorch \S+ · (cpu|cuda \(\d+\)) · \d+ threads · #!optim help$", Assert.IsType<string>(greeting.Value));
    }

    [Fact]
    public async Task Every_command_is_registered_with_its_options()
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;

        Assert.Equal((CommandCatalog.Directive, CommandCatalog.Description), (host.Directive.Name, host.Directive.Description));
        Assert.Equal(
            CommandCatalog.All.Select(c => (c.Name, (string?)c.Description)),
            host.Directive.Subcommands.Select(s => (s.Name, s.Description)));
        Assert.Equal(
            CommandCatalog.All.SelectMany(c => c.Parameters).Select(p => (p.Name, (string?)p.Description, p.IsImplicit, p.IsFlag, false, !p.IsFlag)),
            host.Directive.Subcommands.SelectMany(s => s.Parameters).Select(p => (p.Name, p.Description, p.AllowImplicitName, p.Flag, p.Required, p.Completions is not null)));
    }

    [Fact]
    public async Task Options_are_completed_from_the_sessions_variables()
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;
        await host.Kernel.RunAsync("var x = TorchSharp.torch.zeros(2); var n = 3;");
        var variable = host.Directive.Subcommands.First(s => s.Name == "show").Parameters.First();

        Assert.Equal(["x"], variable.Completions!());
    }

    [Fact]
    public async Task A_line_shows_a_variable_as_html()
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;
        await host.Kernel.RunAsync("var x = TorchSharp.torch.eye(3);");

        var cell = await host.RunAsync("#!optim matrix x --kind General --full");

        Assert.Null(cell.Failure);
        var shown = Assert.Single(cell.Displayed);
        Assert.Equal(["text/html"], shown.MimeTypes);
        Assert.StartsWith("x\nkind              matrix, 3 × 3", Assert.IsType<MatrixView>(shown.Value).ToString(), StringComparison.Ordinal);
        ((torch.Tensor)host.Kernel.ScriptState!.GetVariable("x").Value).Dispose();
    }

    [Theory]
    [InlineData("#!optim show nobody", "There is no variable 'nobody': declare it in a cell before, or name another.")]
    [InlineData("#!optim show", "#!optim show needs --var (the variable to show), but none was given: write for example #!optim show opt.")]
    [InlineData("#!optim shwo x", "#!optim has no command 'shwo': it has ")]
    [InlineData("#!optim threads --cuont 3", "#!optim threads has no option '--cuont': it has --count.")]
    [InlineData("#!optim threads --count 3 --count 4", "--count of #!optim threads is given twice: give it once.")]
    public async Task What_cannot_be_followed_is_one_sentence_without_a_stack(string line, string says)
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;

        var cell = await host.RunAsync(line);

        Assert.StartsWith(says, cell.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', cell.Failure!);
        Assert.Empty(cell.Displayed);
    }

    [Fact]
    public async Task A_result_becomes_a_variable_also_of_a_nested_type()
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;

        var first = await host.RunAsync("#!optim device cpu --as where");
        var second = await host.RunAsync("#!optim compare Cain --epochs 1 --as r");

        Assert.Equal((null, null), (first.Failure, second.Failure));
        Assert.Equal(DeviceType.CPU, Assert.IsType<torch.Device>(host.Kernel.ScriptState!.GetVariable("where").Value).type);
        Assert.Equal(typeof(EveCainResults), host.Kernel.ScriptState.GetVariable("r").Type);
    }

    [Fact]
    public async Task Progress_updates_one_display_and_a_stopped_cell_says_so()
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        var ran = await host.RunAsync("#!optim compare Cain,Eve --epochs 2");
        var never = await host.RunAsync("#!optim compare Cain --epochs 2", stopped.Token);

        Assert.True(Assert.Single(ran.Displayed).Updates >= 3);
        Assert.Equal("Stopped.", never.Failure);
    }

    [Fact]
    public async Task Methods_show_progress_in_the_cell_that_calls_them_and_say_when_there_is_none()
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;
        using (var cell = Microsoft.DotNet.Interactive.KernelInvocationContext.Begin(host.Kernel))
        {
            Optim.Compare(["Cain"], epochs: 1);
            Assert.True(Assert.Single(cell.Displayed).Updates >= 1);
        }

        var error = Assert.Throws<InvalidOperationException>(() => Optim.Compare(["Cain"], epochs: 1));
        Assert.StartsWith("There is no cell to show a value in:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TorchSharps_types_are_shown_by_our_views_and_as_json()
    {
        var (host, _) = await ExtensionHost.LoadAsync();
        using var owned = host;
        using var tensor = torch.tensor(new[] { 1f, float.NaN });

        Assert.All(ForeignTypes.Formatters, f => Assert.Contains((f.Type, f.MimeType), Formatter.Registered));
        Assert.All(new[] { typeof(torch.Tensor), typeof(torch.nn.Module), typeof(torch.optim.Optimizer) }, t => Assert.Equal(["text/html"], Formatter.Preferred[t]));
        using var json = new StringWriter();
        Formatter.Registered[(typeof(torch.Tensor), "application/json")](tensor, json);
        Assert.Equal("[1,\"NaN\"]", JsonDocument.Parse(json.ToString()).RootElement.GetProperty("values").GetRawText());
    }
}
