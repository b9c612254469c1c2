using System.Globalization;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tracing;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim trace</c>: records steps line by line, or shows them.</summary>
internal sealed class TraceCommand : NotebookCommand
{
    private const string Result = "trace";

    public override string Name => "trace";

    public override string Description => "Records an optimizer's coming steps line by line into a variable, or shows them.";

    public override string Example => "#!optim trace opt --steps 2 --parameter 0.weight";

    public override string Twin => "Optim.Trace(opt, steps: 2)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The optimizer to record, or the trace to show.", typeof(ResearchOptimizer), typeof(StepTrace)),
        new("--steps", "How many steps to record; 1 by default.") { Values = (_, _) => ["1", "2", "10"] },
        new("--step", "The step to show, from 0; all by default.") { Values = Steps },
        new("--parameter", "The parameter to record or to show; all by default.") { Values = ParameterNames },
        ResultVariable.Parameter(Result),
    ];

    protected override async Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var variable = arguments.Text("--var")!;
        switch (SessionVariables.Get(session, variable))
        {
            case StepTrace trace:
                session.Display(Show(trace, arguments.Has("--step") ? (int)arguments.Whole("--step", 0, 0, int.MaxValue) : null, arguments.Text("--parameter")));
                break;
            case ResearchOptimizer optimizer:
                var name = ResultVariable.Name(arguments, Result);
                var steps = (int)arguments.Whole("--steps", 1, 1, int.MaxValue);
                await session.SetVariableAsync(name, Record(optimizer, steps, arguments.Text("--parameter"))).ConfigureAwait(false);
                session.Display(new NoteView($"{name} records the next {ViewText.Count(steps, "step")} of {optimizer.Kind}: take them, then write #!optim trace {name}."));
                break;
            case var other:
                throw new CommandException($"The variable '{variable}' is a {other.GetType().Name}, but an optimizer of this package or a trace is needed: name one.");
        }
    }

    internal static StepTrace Record(ResearchOptimizer optimizer, int steps, string? parameter)
    {
        if (parameter is not null)
            OptimizerParts.Find(optimizer, parameter);
        return StepTrace.Record(optimizer, steps, parameter is null ? null : [parameter]);
    }

    private static View Show(StepTrace trace, int? step, string? parameter)
    {
        if (step is null && parameter is null)
            return new StepTraceView(trace);
        var number = step ?? trace.Steps.Count - 1;
        if (number < 0 || number >= trace.Steps.Count)
            throw new CommandException($"--step is {number}, but {trace.Steps.Count} steps are recorded: {(trace.Steps.Count == 0 ? "take a step first" : $"write 0 to {trace.Steps.Count - 1}")}.");
        var traced = trace.Steps[number];
        return parameter is null ? new TracedStepView(traced)
            : traced.Parameters.FirstOrDefault(p => p.Name == parameter) is { } found ? new ParameterTraceView(found)
            : throw new CommandException($"Step {number} has no parameter '{parameter}': it has {OptimizerParts.Few(traced.Parameters.Select(p => p.Name))}.");
    }

    private static IEnumerable<string> Steps(INotebookSession session, CommandArguments known) =>
        Value(session, known) is StepTrace trace ? trace.Steps.Select(s => s.Index.ToString(CultureInfo.InvariantCulture)) : [];

    private static IEnumerable<string> ParameterNames(INotebookSession session, CommandArguments known) => Value(session, known) is StepTrace trace
        ? trace.Steps.SelectMany(s => s.Parameters).Select(p => p.Name)
        : OptimizerParts.Parameter("").Suggest(session, known);

    private static object? Value(INotebookSession session, CommandArguments known) =>
        known.Text("--var") is { } name && session.TryGetVariable(name, out var value) ? value : null;
}
