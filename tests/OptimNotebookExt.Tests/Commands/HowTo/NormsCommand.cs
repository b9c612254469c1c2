using OptimNotebookExt.Commands;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Commands.HowTo;

/// <summary><c>#!optim norms</c>: how large an optimizer's parameters are.</summary>
internal sealed class NormsCommand : NotebookCommand
{
    public override string Name => "norms";

    public override string Description => "Shows the root mean square of an optimizer's parameters.";

    public override string Example => "#!optim norms opt --first 5";

    public override string Twin => "Optim.Norms(opt, first: 5)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The optimizer.", typeof(ResearchOptimizer)),
        new("--first", "How many parameters; all by default.") { Values = (_, _) => ["5", "20"] },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var optimizer = SessionVariables.Get<ResearchOptimizer>(session, arguments.Text("--var")!, "an optimizer of this package");
        session.Display(Norms(optimizer, arguments.Whole("--first", int.MaxValue, 1, int.MaxValue)));
        return Task.CompletedTask;
    }

    internal static View Norms(ResearchOptimizer optimizer, long first)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return new FactsView(
            "Root mean squares",
            [.. optimizer.States.Take((int)first).Select(s => (s.Name, ViewText.Number(s.Parameter.square().mean().sqrt().ToDouble())))]);
    }
}
