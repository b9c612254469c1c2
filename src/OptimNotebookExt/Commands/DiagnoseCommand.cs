using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim diagnose</c>: statistics of a model's activations and gradients.</summary>
internal sealed class DiagnoseCommand : NotebookCommand
{
    private const string Result = "diagnostics";

    public override string Name => "diagnose";

    public override string Description => "Attaches diagnostics to a model, or shows what they saw.";

    public override string Example => "#!optim diagnose model";

    public override string Twin => "Optim.Diagnose(model)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The model to watch, or the diagnostics to show.", typeof(nn.Module), typeof(TensorDiagnostics), typeof(DiagnosticsReport)),
        new("--sort", "The column the table is sorted by; the model's order by default.") { Values = (_, _) => DiagnosticsView.Columns },
        ResultVariable.Parameter(Result),
    ];

    protected override async Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var variable = arguments.Text("--var")!;
        switch (SessionVariables.Get(session, variable))
        {
            case TensorDiagnostics diagnostics:
                session.Display(Sorted(new DiagnosticsView(diagnostics.Collect()), arguments.Text("--sort")));
                break;
            case DiagnosticsReport report:
                session.Display(Sorted(new DiagnosticsView(report), arguments.Text("--sort")));
                break;
            case nn.Module model:
                var name = ResultVariable.Name(arguments, Result);
                await session.SetVariableAsync(name, TensorDiagnostics.Attach(model)).ConfigureAwait(false);
                session.Display(new NoteView($"{name} watches {model.GetType().Name}: run it forward and backward, then write #!optim diagnose {name}; {name}.Dispose() ends it."));
                break;
            case var other:
                throw new CommandException($"The variable '{variable}' is a {other.GetType().Name}, but a model or diagnostics are needed: name one.");
        }
    }

    private static DiagnosticsView Sorted(DiagnosticsView view, string? column) => column is null ? view
        : DiagnosticsView.Columns.Contains(column) ? view.SortedBy(column)
        : throw new CommandException($"--sort is '{column}': write one of {string.Join(", ", DiagnosticsView.Columns)}.");
}
