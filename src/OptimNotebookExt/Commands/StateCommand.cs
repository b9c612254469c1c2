using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim state</c>: what an optimizer keeps for a parameter.</summary>
internal sealed class StateCommand : NotebookCommand
{
    public override string Name => "state";

    public override string Description => "Shows what an optimizer keeps for a parameter, or one tensor of it.";

    public override string Example => "#!optim state opt --parameter 0.weight";

    public override string Twin => "Optim.State(opt, \"0.weight\")";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The optimizer.", typeof(ResearchOptimizer)),
        OptimizerParts.Parameter("The parameter; without it, all are listed."),
        OptimizerParts.State("One tensor of its state, such as exp_avg.", matrices: false),
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var optimizer = SessionVariables.Get<ResearchOptimizer>(session, arguments.Text("--var")!, "an optimizer of this package");
        session.Display(State(optimizer, arguments.Text("--parameter"), arguments.Text("--name")));
        return Task.CompletedTask;
    }

    internal static View State(ResearchOptimizer optimizer, string? parameter, string? name)
    {
        if (parameter is null)
        {
            return name is null
                ? optimizer.View()
                : throw new CommandException($"--name '{name}' needs a parameter: write --parameter and one of {OptimizerParts.Few(optimizer.ParameterNames)}.");
        }
        var state = OptimizerParts.Find(optimizer, parameter);
        return name is null
            ? optimizer.Snapshot().Parameters.First(p => p.Name == parameter).View()
            : TensorView.Of(OptimizerParts.Find(state, name), $"{name} of {parameter}");
    }
}
