namespace OptimNotebookExt.Commands;

/// <summary>
/// The magic commands, one row each. A host hands whole lines to <see cref="RunAsync(INotebookSession, string)"/> and <see cref="Complete"/>, or, where
/// it reads lines itself, makes its own directives from <see cref="All"/> and runs them with <see cref="CommandArguments.Of"/>.
/// </summary>
public static class CommandCatalog
{
    /// <summary>What a line begins with.</summary>
    public const string Directive = "#!optim";

    /// <summary>One line about all of them.</summary>
    public const string Description = "Looks into optimizers: state, matrices, history, step traces, comparisons. #!optim help lists the commands.";

    /// <summary>Every command. A new one is registered here, and help, completion, hosts and contract tests know it.</summary>
    public static IReadOnlyList<NotebookCommand> All { get; } =
    [
        new ShowCommand(),
        new StateCommand(),
        new MatrixCommand(),
        new HistoryCommand(),
        new TraceCommand(),
        new PgpCommand(),
        new CompareCommand(),
        new DiagnoseCommand(),
        new SeedCommand(),
        new DeviceCommand(),
        new ThreadsCommand(),
        new ManifestCommand(),
        new ExportCommand(),
        new HelpCommand(),
    ];

    /// <summary>Finds a command.</summary>
    /// <param name="name">Its name, for example <c>show</c>.</param>
    /// <returns>The command, null where there is none.</returns>
    public static NotebookCommand? Find(string name) => All.FirstOrDefault(c => c.Name == name);

    /// <summary>Whether a line is one of ours: <c>#!optim</c>, alone or with more after a space.</summary>
    /// <param name="line">A line of a cell; spaces before it do not matter.</param>
    public static bool IsCommand(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return CommandToken.Split(line) is [{ Raw: Directive }, ..];
    }

    /// <summary>Runs a line; <c>#!optim</c> alone shows the help.</summary>
    /// <param name="session">Where it runs.</param>
    /// <param name="line">The line, with <c>#!optim</c>.</param>
    /// <exception cref="CommandException">The line cannot be followed; the message is one sentence, to be shown alone.</exception>
    /// <exception cref="OperationCanceledException">The session's token was cancelled before there was anything to keep.</exception>
    public static async Task RunAsync(INotebookSession session, string line)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(line);
        var (command, arguments) = Read(line);
        await command.RunAsync(session, line[arguments..]).ConfigureAwait(false);
    }

    /// <summary>Runs a command for a host that reads lines itself.</summary>
    /// <param name="session">Where it runs.</param>
    /// <param name="directive">The directive with the command, for example <c>#!optim show</c>.</param>
    /// <param name="options">Values by the options' names in camelCase without dashes, as JSON or plain; others are left aside. May be null.</param>
    /// <param name="line">The line as it was written, where the host passes over what it does not know: unknown commands and options are then said. May be null.</param>
    /// <exception cref="CommandException">The line cannot be followed; the message is one sentence, to be shown alone.</exception>
    /// <exception cref="OperationCanceledException">The session's token was cancelled before there was anything to keep.</exception>
    public static async Task RunAsync(INotebookSession session, string directive, IReadOnlyDictionary<string, object>? options, string? line = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(directive);
        // .NET Interactive's line ends before a command that has no arguments; the directive has it.
        var text = line is not null && line.Length > directive.Length ? line : directive;
        var (command, arguments) = Read(text);
        CommandArguments.CheckNames(command, text[arguments..]);
        await command.RunAsync(session, CommandArguments.Of(command, BoundOptions.Of(command, options))).ConfigureAwait(false);
    }

    /// <summary>What may stand at the caret.</summary>
    /// <param name="session">Whose variables are offered.</param>
    /// <param name="line">The line, whole or not.</param>
    /// <param name="position">The caret in it.</param>
    /// <returns>Texts with the part of the line that each replaces; none where the line is not ours.</returns>
    public static IReadOnlyList<CommandCompletion> Complete(INotebookSession session, string line, int position)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(line);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)position, (uint)line.Length, nameof(position));
        var tokens = CommandToken.Split(line);
        if (tokens.Count == 0 || tokens[0].Raw != Directive || position <= tokens[0].End)
            return [];
        if (tokens.Count == 1 || position <= tokens[1].End)
        {
            var (start, end) = tokens.Count == 1 || position < tokens[1].Start ? (position, position) : (tokens[1].Start, tokens[1].End);
            return [.. All.Where(c => c.Name.StartsWith(line[start..position], StringComparison.OrdinalIgnoreCase))
                .Select(c => new CommandCompletion(c.Name, c.Description, start, end - start))];
        }
        var offset = tokens[1].End;
        return Find(tokens[1].Raw) is not { } command
            ? []
            : [.. command.Complete(session, line[offset..], position - offset).Select(c => c with { Start = c.Start + offset })];
    }

    /// <summary>The command of a line, and where its arguments begin.</summary>
    private static (NotebookCommand Command, int Arguments) Read(string line)
    {
        var tokens = CommandToken.Split(line);
        if (tokens is not [{ Raw: Directive }, ..])
            throw new CommandException($"'{line.Trim()}' is not a line of {Directive}: write {Directive} and then a command, for example {Directive} help.");
        if (tokens.Count == 1)
            return (Find("help")!, line.Length);
        return Find(tokens[1].Raw) is { } command
            ? (command, tokens[1].End)
            : throw new CommandException($"{Directive} has no command '{tokens[1].Raw}': it has {string.Join(", ", All.Select(c => c.Name))}.");
    }
}
