using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>What a checkpoint needs to know.</content>
public abstract partial class ResearchOptimizer
{
    /// <summary>The groups in order: their options and the states of their parameters.</summary>
    internal IReadOnlyList<(ResearchOptions Options, IReadOnlyList<ParameterState> States)> Groups =>
        [.. _parameter_groups.Select(g => ((ResearchOptions)g.Options, (IReadOnlyList<ParameterState>)[.. g.Parameters.Select(p => byHandle[p.Handle])]))];

    /// <summary>The random draws, which a checkpoint keeps; null where the optimizer draws nothing.</summary>
    /// <exception cref="NotSupportedException">They cannot be kept.</exception>
    internal IResumableDraws? ResumableDraws => Draws switch
    {
        null => null,
        IResumableDraws draws => draws,
        var other => throw new NotSupportedException($"draws of type {other.GetType().Name} cannot be saved: implement {nameof(IResumableDraws)}, or use {nameof(SeededDraws)}."),
    };

    /// <summary>Options with nothing set.</summary>
    internal ResearchOptions EmptyOptions() => NewOptions();

    /// <summary>The entries a parameter's state has under these options, by name: tensors with shape and dtype, and counts.</summary>
    internal (Dictionary<string, (long[] Shape, ScalarType Dtype)> Tensors, HashSet<string> Counts) StateEntries(ResearchOptions options, ParameterState state)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var draws = Draws;
        try
        {
            if (draws is not null)
                Draws = new SeededDraws();
            using var fresh = new ParameterState(state.Index, state.Name, state.Parameter);
            BeginState(options, fresh);
            return (fresh.TensorNames.ToDictionary(n => n, n => (fresh[n].shape, fresh[n].dtype)), [.. fresh.CountNames]);
        }
        finally
        {
            if (draws is not null)
                Draws = draws;
        }
    }

    /// <summary>Whether a state has a tensor at times only; it is then of the shape that is returned.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="entries">The entries that are always there.</param>
    internal virtual (long[] Shape, ScalarType Dtype)? PassingEntry(string name, IReadOnlyDictionary<string, (long[] Shape, ScalarType Dtype)> entries) => null;

    /// <summary>Does something while no step can begin.</summary>
    /// <exception cref="InvalidOperationException">Another thread is within a step of this optimizer.</exception>
    internal void BetweenSteps(Action action)
    {
        BeginStepping();
        try
        {
            action();
        }
        finally
        {
            EndStepping();
        }
    }
}
