using OptimNotebookExt.Host.Terminals;
using Spectre.Console;

namespace OptimNotebookExt.Host.Tests.Terminals;

/// <summary>Progress is for whoever watches: a file or a program that reads the output sees finished lines alone.</summary>
public sealed class ProgressDisplayTests
{
    [Fact]
    public void Without_a_terminal_there_are_the_finished_lines_and_nothing_else()
    {
        using StringWriter output = new(), error = new();

        var (bar, result) = ProgressDisplay.Run(output, error, 2, display => (display.HasBar, Work(display)));

        Assert.False(bar);
        Assert.Equal(7, result);
        Assert.Equal("one\ntwo\n", output.ToString().ReplaceLineEndings("\n"));
        Assert.Equal("wrong\n", error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task On_a_terminal_a_bar_names_what_is_done_and_the_output_has_the_same_lines()
    {
        using StringWriter output = new(), error = new(), screen = new();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen) });

        var result = await ProgressDisplay.On(terminal, output, error, 2, display =>
        {
            Assert.True(display.HasBar);
            return Task.FromResult(Work(display));
        });

        Assert.Equal(7, result);
        Assert.Equal("one\ntwo\n", output.ToString().ReplaceLineEndings("\n"));
        Assert.Empty(error.ToString());
        Assert.Contains("100%", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("the [second]", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("wrong", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_wrong_meanwhile_is_thrown_on()
    {
        using var screen = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen) });

        await Assert.ThrowsAsync<InvalidDataException>(() => ProgressDisplay.On<int>(terminal, TextWriter.Null, TextWriter.Null, 1, _ => throw new InvalidDataException("no")));
    }

    [Fact]
    public void A_writer_that_is_not_this_process_s_own_is_no_terminal()
    {
        using var writer = new StringWriter();
        Assert.False(Terminal.Shows(writer));
        Assert.Null(Terminal.Of(writer));
    }

    private static int Work(ProgressDisplay display)
    {
        display.Begin("the first");
        display.WriteLine("one");
        display.Advance();
        display.Begin("the [second]");
        display.WriteError("wrong");
        display.WriteLine("two");
        display.Advance();
        return 7;
    }
}
