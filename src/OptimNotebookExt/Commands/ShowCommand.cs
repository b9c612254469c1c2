using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim show</c>: the view of a variable.</summary>
internal sealed class ShowCommand : NotebookCommand
{
    public override string Name => "show";

    public override string Description => "Shows an optimizer, a model, a tensor, a history, a trace or a result.";

    public override string Example => "#!optim show opt";

    public override string Twin => "Optim.Show(opt)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
        [SessionVariables.Parameter("The variable to show.", [typeof(View), .. ViewCatalog.Types])];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var name = arguments.Text("--var")!;
        session.Display(Show(SessionVariables.Get(session, name), name));
        return Task.CompletedTask;
    }

    internal static View Show(object value, string name) => View.Of(value)
        ?? throw new CommandException($"{name} is a {value.GetType().Name}, of which there is no view: show one of {string.Join(", ", ViewCatalog.Types.Select(t => t.Name))}.");
}
