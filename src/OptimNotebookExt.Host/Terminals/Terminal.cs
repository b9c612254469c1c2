using Spectre.Console;

namespace OptimNotebookExt.Host.Terminals;

/// <summary>Whether somebody watches what is written.</summary>
internal static class Terminal
{
    /// <summary>Whether the writer is this process's output, and that a terminal.</summary>
    internal static bool Shows(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>The terminal behind a writer that is this process's error output; null where that is a file, a pipe or a log.</summary>
    internal static IAnsiConsole? Of(TextWriter error)
    {
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
            return null;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Profile.Capabilities.Interactive ? console : null;
    }
}
