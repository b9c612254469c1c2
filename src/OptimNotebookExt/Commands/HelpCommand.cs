using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim help</c>: the commands, or one with its options.</summary>
internal sealed class HelpCommand : NotebookCommand
{
    public override string Name => "help";

    public override string Description => "Lists the commands, or explains one.";

    public override string Example => "#!optim help show";

    public override string Twin => "Optim.Help(\"show\")";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        new("--command", "The command to explain.") { IsImplicit = true, Values = (_, _) => CommandCatalog.All.Select(c => c.Name) },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        session.Display(Help(arguments.Text("--command")));
        return Task.CompletedTask;
    }

    internal static View Help(string? name) => name is null
        ? new CommandListView(CommandCatalog.All)
        : new CommandHelpView(CommandCatalog.Find(name)
            ?? throw new CommandException($"There is no command '{name}' to explain: there are {string.Join(", ", CommandCatalog.All.Select(c => c.Name))}."));
}
