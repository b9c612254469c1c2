using Spectre.Console;

namespace OptimNotebookExt.Host.Terminals;

/// <summary>
/// What a verb shows while it works: finished lines on its output and, where the error output is a terminal, a bar with the time
/// that is left. A file or a program that reads either of them sees no bar.
/// </summary>
internal sealed class ProgressDisplay
{
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly (IAnsiConsole Console, ProgressTask Task)? bar;

    private ProgressDisplay(TextWriter output, TextWriter error, (IAnsiConsole, ProgressTask)? bar) => (this.output, this.error, this.bar) = (output, error, bar);

    /// <summary>Whether a reader sees how it goes without further lines.</summary>
    internal bool HasBar => bar is not null;

    /// <summary>Works, and shows how it goes.</summary>
    /// <param name="output">Where finished lines go.</param>
    /// <param name="error">Where a bar goes if it is a terminal.</param>
    /// <param name="total">What <see cref="Advance"/> adds up to.</param>
    /// <param name="work">The work.</param>
    internal static T Run<T>(TextWriter output, TextWriter error, double total, Func<ProgressDisplay, T> work) =>
        RunAsync(output, error, total, display => Task.FromResult(work(display))).GetAwaiter().GetResult();

    /// <summary>As <see cref="Run"/>, for work that waits.</summary>
    internal static Task<T> RunAsync<T>(TextWriter output, TextWriter error, double total, Func<ProgressDisplay, Task<T>> work) =>
        On(Terminal.Of(error), output, error, total, work);

    /// <summary>As <see cref="RunAsync"/>, on a given terminal or none.</summary>
    internal static Task<T> On<T>(IAnsiConsole? console, TextWriter output, TextWriter error, double total, Func<ProgressDisplay, Task<T>> work) =>
        console is null
            ? work(new ProgressDisplay(output, error, null))
            : console.Progress().AutoClear(true)
                .Columns(new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
                .StartAsync(context => work(new ProgressDisplay(output, error, (console, context.AddTask("…", maxValue: Math.Max(1, total))))));

    /// <summary>Says what is being done.</summary>
    internal void Begin(string what)
    {
        if (bar is var (_, task))
            task.Description = what.EscapeMarkup();
    }

    /// <summary>Moves the bar on.</summary>
    internal void Advance(double by = 1) => bar?.Task.Increment(by);

    /// <summary>A finished line.</summary>
    internal void WriteLine(string line)
    {
        // On the terminal the bar has to make room for it.
        if (bar is var (console, _) && Terminal.Shows(output))
            console.WriteLine(line);
        else
            output.WriteLine(line);
    }

    /// <summary>A line of what went wrong.</summary>
    internal void WriteError(string line)
    {
        if (bar is var (console, _))
            console.WriteLine(line);
        else
            error.WriteLine(line);
    }
}
