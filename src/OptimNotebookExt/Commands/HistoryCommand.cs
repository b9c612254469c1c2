using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim history</c>: records an optimizer's steps, or shows what was recorded.</summary>
internal sealed class HistoryCommand : NotebookCommand
{
    private const string Result = "history";

    public override string Name => "history";

    public override string Description => "Records an optimizer's coming steps into a variable, or shows what was recorded.";

    public override string Example => "#!optim history opt --every 5 --level Business";

    public override string Twin => "Optim.History(opt, every: 5)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The optimizer to record, or the history to show.", typeof(ResearchOptimizer), typeof(History), typeof(HistorySnapshot)),
        new("--every", "Steps between samples; 10 by default.") { Values = (_, _) => ["1", "5", "10", "100"] },
        new("--level", "What is recorded: Economy, Business or Full.") { Values = (_, _) => Enum.GetNames<HistoryLevel>() },
        ResultVariable.Parameter(Result),
    ];

    protected override async Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var variable = arguments.Text("--var")!;
        switch (SessionVariables.Get(session, variable))
        {
            case History history:
                session.Display(new HistoryView(history));
                break;
            case HistorySnapshot snapshot:
                session.Display(new HistoryView(snapshot));
                break;
            case ResearchOptimizer optimizer:
                var name = ResultVariable.Name(arguments, Result);
                var recording = Record(optimizer, arguments.Whole("--every", 10), Level(arguments.Text("--level")));
                await session.SetVariableAsync(name, recording).ConfigureAwait(false);
                session.Display(new NoteView($"{name} records {optimizer.Kind}: take steps, then write #!optim history {name}."));
                break;
            case var other:
                throw new CommandException($"The variable '{variable}' is a {other.GetType().Name}, but an optimizer of this package or a history is needed: name one.");
        }
    }

    internal static History Record(ResearchOptimizer optimizer, long every, HistoryLevel level) =>
        History.Attach(optimizer, new HistoryOptions { Every = every, Level = level });

    private static HistoryLevel Level(string? text) => text is null ? HistoryLevel.Economy
        : Enum.TryParse<HistoryLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) ? level
        : throw new CommandException($"--level is '{text}': write one of {string.Join(", ", Enum.GetNames<HistoryLevel>())}.");
}
