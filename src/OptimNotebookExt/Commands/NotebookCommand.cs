namespace OptimNotebookExt.Commands;

/// <summary>
/// A magic command, free of any host: <c>#!optim name …</c>. It has a line of help, an example, options with completion and
/// a method of <see cref="Optim"/> that does the same where magics do not work. Registered in <see cref="CommandCatalog"/>.
/// </summary>
public abstract class NotebookCommand
{
    /// <summary>The word after <c>#!optim</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line for help and completion.</summary>
    public abstract string Description { get; }

    /// <summary>A whole line that shows its use.</summary>
    public abstract string Example { get; }

    /// <summary>The call of the method that does the same, for example <c>Optim.Show(opt)</c>.</summary>
    public abstract string Twin { get; }

    /// <summary>Its options; at most one may be given without its name.</summary>
    public abstract IReadOnlyList<CommandParameter> Parameters { get; }

    /// <summary>Reads the arguments and runs.</summary>
    /// <param name="session">Where it runs.</param>
    /// <param name="arguments">The line after the command's name.</param>
    /// <exception cref="CommandException">The line cannot be followed; the message is one sentence.</exception>
    /// <exception cref="OperationCanceledException">The session's token was cancelled before there was anything to keep.</exception>
    public async Task RunAsync(INotebookSession session, string arguments)
    {
        ArgumentNullException.ThrowIfNull(session);
        await RunAsync(session, CommandArguments.Parse(this, arguments)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RunAsync(INotebookSession, string)"/>
    /// <param name="session">Where it runs.</param>
    /// <param name="arguments">The values of its options.</param>
    public async Task RunAsync(INotebookSession session, CommandArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(arguments);
        try
        {
            await ExecuteAsync(session, arguments).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not CommandException and not OperationCanceledException)
        {
            throw new CommandException(OneSentence.Of(e), e);
        }
    }

    /// <summary>What may stand at a position of the arguments.</summary>
    /// <param name="session">Whose variables are offered.</param>
    /// <param name="arguments">The line after the command's name.</param>
    /// <param name="position">The caret in it.</param>
    public IReadOnlyList<CommandCompletion> Complete(INotebookSession session, string arguments, int position)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)position, (uint)arguments.Length, nameof(position));
        return CommandCompleter.Complete(this, session, arguments, position);
    }

    /// <summary>Does the work: shows something, or changes what it is asked to change.</summary>
    /// <param name="session">Where it runs.</param>
    /// <param name="arguments">The values of its options.</param>
    protected abstract Task ExecuteAsync(INotebookSession session, CommandArguments arguments);

    internal CommandParameter Parameter(string name) => Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new CommandException($"#!optim {Name} has no option '{name}': it has {Options()}.");

    internal CommandParameter Implicit(string value) => Parameters.FirstOrDefault(p => p.IsImplicit)
        ?? throw new CommandException($"#!optim {Name} takes no '{value}' without an option's name: it has {Options()}.");

    private string Options() => Parameters.Count == 0 ? "none" : string.Join(", ", Parameters.Select(p => p.Name));
}
