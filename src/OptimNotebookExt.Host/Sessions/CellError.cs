namespace OptimNotebookExt.Host.Sessions;

/// <summary>An error as a reader of the notebook sees it.</summary>
/// <param name="Name">Type of the exception without its namespace, or the compiler's error number.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Traceback">Lines: the error, then where it came from, in line numbers of cells; no path of a machine.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback)
{
    /// <summary>The name of the error of a cell that was stopped; frontends know it.</summary>
    internal const string Interrupted = "KeyboardInterrupt";

    internal static CellError Of(string name, string message) => new(name, message, [$"{name}: {message}"]);
}
