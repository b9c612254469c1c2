using OptimNotebookExt.Notebook;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Recording;

/// <summary>An optimizer at one moment, as plain values: immutable, and safe after the optimizer is disposed.</summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class OptimizerSnapshot
{
    private OptimizerSnapshot(string optimizer, IReadOnlyList<GroupSnapshot> groups)
    {
        Optimizer = optimizer;
        Groups = groups;
    }

    /// <summary>The optimizer's name, for example <c>NeutralGradient</c>.</summary>
    public string Optimizer { get; }

    /// <summary>The parameter groups in order.</summary>
    public IReadOnlyList<GroupSnapshot> Groups { get; }

    /// <summary>The parameters of all groups in order.</summary>
    public IEnumerable<ParameterSnapshot> Parameters => Groups.SelectMany(g => g.Parameters);

    internal static OptimizerSnapshot Of(ResearchOptimizer optimizer, long elementLimit)
    {
        var states = new Queue<ParameterState>(optimizer.States);
        var groups = optimizer.ParamGroups.Cast<TorchSharp.Modules.ParamGroup>().Select(group =>
        {
            var options = (ResearchOptions)group.Options;
            return new GroupSnapshot(
                options.Specs.ToDictionary(s => s.Name, s => options[s.Name]),
                [.. group.Parameters.Select(_ => ParameterSnapshot.Of(states.Dequeue(), elementLimit))]);
        });
        return new OptimizerSnapshot(optimizer.Kind, [.. groups]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Optimizer}: {Parameters.Count()} parameters in {Groups.Count} groups";
}
