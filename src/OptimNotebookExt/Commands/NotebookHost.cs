namespace OptimNotebookExt.Commands;

/// <summary>The notebook that the process runs, if any.</summary>
public static class NotebookHost
{
    private static INotebookSession session = new ConsoleSession();

    /// <summary>
    /// Where the methods of <see cref="Optim"/> show progress and look for a stop. A host sets it once, when the package is
    /// loaded; before that, text goes to the console.
    /// </summary>
    public static INotebookSession Session
    {
        get => Volatile.Read(ref session);
        set => Volatile.Write(ref session, value ?? throw new ArgumentNullException(nameof(value)));
    }
}
