using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Commands;
using TorchSharp;

namespace OptimNotebookExt.Tests.Commands;

/// <summary>Lines that nobody would write, and some that somebody did.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class HostileLineTests
{
    private static readonly string[] Nasty =
    [
        "\"", "\"\"", "\"\\", "\"\\ud800\"", "\ud800", "\udc00x", "\0", "\u202e", "\u2028", "--", "---", "-", "--=", "--var=opt", "--VAR", ",", ",,,", "''", "`", "\\", "/", "..",
        "9223372036854775808", "-9223372036854775809", "1e999", "NaN", "0x10", "٣", "1,2,,3", "{0}", "%s", "$(x)", "<script>alert(1)</script>", "&lt;", "#!optim", "//", "/*", "C:\\x\\y", "null", "true", "😀",
    ];

    [Fact]
    public void Whatever_is_typed_there_is_nothing_but_the_commands_own_error_in_one_line()
    {
        using var notebook = new SampleNotebook();
        using var random = torch.get_rng_state();
        var threads = torch.get_num_threads();
        notebook.Session.Stop(); // what would run for minutes ends at once
        var words = Gen.OneOf(
            Gen.Elements(Nasty),
            Gen.Elements(CommandCatalog.All.Select(c => c.Name).ToArray()),
            Gen.Elements(CommandCatalog.All.SelectMany(c => c.Parameters).Select(p => p.Name).Where(n => n != "--to").Distinct().ToArray()),
            Gen.Elements(notebook.Session.Variables.Keys.ToArray()),
            Gen.Elements("1", "2", "0", "cpu", "Cain", "0.weight", "Svd", "x y", "\"x y\"", "\t", " "),
            ArbMap.Default.GeneratorFor<string>().Where(s => s is not null));
        var lines =
            from command in Gen.OneOf(Gen.Elements(CommandCatalog.All.Select(c => c.Name).ToArray()), words)
            from rest in Gen.ListOf(words)
            from space in Gen.Elements(" ", "  ", "\t", "")
            select $"#!optim {command} {string.Join(space, rest)}";
        try
        {
            Prop.ForAll(lines.ToArbitrary(), line => Holds(notebook, line)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        }
        finally
        {
            torch.set_num_threads(threads);
            torch.set_rng_state(random);
        }
    }

    [Theory]
    [InlineData("show")]
    [InlineData("help")]
    [InlineData("compare")]
    [InlineData("nothing")]
    public void A_pasted_file_is_answered_in_a_line_of_readable_length(string command)
    {
        using var notebook = new SampleNotebook();
        var line = $"#!optim {command} {new string('x', 1_000_000)}";

        Assert.True(Holds(notebook, line));
        Assert.True(Holds(notebook, $"#!optim {command} {string.Concat(Enumerable.Repeat("a ", 20_000))}"));
    }

    [Fact]
    public async Task What_is_typed_stays_text_in_what_is_shown()
    {
        using var notebook = new SampleNotebook();
        notebook.Session.Variables["<b>"] = notebook.Session.Variables["x"];
        await CommandCatalog.RunAsync(notebook.Session, "#!optim matrix <b>");

        var html = ((OptimNotebookExt.Views.View)notebook.Session.Only).ToHtml();
        Assert.Contains("&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    private static bool Holds(SampleNotebook notebook, string line)
    {
        for (var position = 0; position <= line.Length; position += 1 + (line.Length / 40))
        {
            foreach (var completion in CommandCatalog.Complete(notebook.Session, line, position))
                Assert.True(completion.Start >= 0 && completion.Start <= position && completion.Start + completion.Length <= line.Length && completion.Text.Length > 0);
        }
        try
        {
            CommandCatalog.RunAsync(notebook.Session, line).GetAwaiter().GetResult();
        }
        catch (CommandException e)
        {
            Assert.Matches(@"^[^\p{Cc}\p{Zl}\p{Zp}\ud800-\udfff]{1,1000}[.!?]$", e.Message);
        }
        catch (OperationCanceledException)
        {
            Assert.True(notebook.Session.Cancellation.IsCancellationRequested);
        }
        return true;
    }
}
