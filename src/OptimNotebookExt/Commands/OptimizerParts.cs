using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;
using OptimNotebookExt.Views.Measuring;

namespace OptimNotebookExt.Commands;

/// <summary>Parameters and states of optimizers by name, for commands and their completion.</summary>
internal static class OptimizerParts
{
    /// <summary>The option that names a parameter.</summary>
    internal static CommandParameter Parameter(string description) => new("--parameter", description)
    {
        Values = (session, known) => Optimizers(session, known).SelectMany(o => o.ParameterNames),
    };

    /// <summary>The option that names an entry of a parameter's state.</summary>
    internal static CommandParameter State(string description, bool matrices) => new("--name", description)
    {
        Values = (session, known) => Optimizers(session, known).SelectMany(o => o.States)
            .Where(s => known.Text("--parameter") is not { } parameter || s.Name == parameter)
            .SelectMany(s => matrices ? Matrices(s) : s.TensorNames),
    };

    /// <summary>The state of a parameter.</summary>
    internal static ParameterState Find(ResearchOptimizer optimizer, string parameter) =>
        optimizer.States.FirstOrDefault(s => s.Name == parameter)
            ?? throw new CommandException($"The optimizer has no parameter '{parameter}': it has {Few(optimizer.ParameterNames)}.");

    /// <summary>A tensor of a parameter's state, which stays the optimizer's.</summary>
    internal static TorchSharp.torch.Tensor Find(ParameterState state, string name) => state.TryGet(name, out var tensor)
        ? tensor
        : throw new CommandException(state.IsCreated
            ? $"The state of '{state.Name}' has no tensor '{name}': it has {Few(state.TensorNames)}."
            : $"The parameter '{state.Name}' has no state '{name}' before its first step: call step() after a backward().");

    /// <summary>The names of the matrices of axes in a state, those that act on the gradient first.</summary>
    internal static IEnumerable<string> Matrices(ParameterState state) => state.TensorNames
        .Where(n => StateTable.KindOf(n, state[n].shape) is not null)
        .OrderBy(n => StateTable.KindOf(n, state[n].shape) is not (MatrixKind.LearningRate or MatrixKind.Projection));

    /// <summary>Names as a list that stays readable.</summary>
    internal static string Few(IEnumerable<string> names)
    {
        const int most = 12;
        var all = names.ToArray();
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }

    /// <summary>The optimizer that a line names, or all that there are.</summary>
    private static IEnumerable<ResearchOptimizer> Optimizers(INotebookSession session, CommandArguments known) =>
        known.Text("--var") is { } name && session.TryGetVariable(name, out var value) && value is ResearchOptimizer optimizer
            ? [optimizer]
            : SessionVariables.Names(session, v => v is ResearchOptimizer).Select(n => SessionVariables.Get<ResearchOptimizer>(session, n, "an optimizer"));
}
