using OptimNotebookExt.Notebook;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Recording;

/// <summary>One parameter with its gradient and everything the optimizer keeps for it, as plain values.</summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class ParameterSnapshot
{
    private ParameterSnapshot(string name, TensorSnapshot value, IReadOnlyDictionary<string, long> counts, IReadOnlyDictionary<string, TensorSnapshot> state, FailureCounts failures)
    {
        Name = name;
        Value = value;
        Counts = counts;
        State = state;
        Failures = failures;
    }

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>The parameter itself.</summary>
    public TensorSnapshot Value { get; }

    /// <summary>Whole numbers of the state, such as <c>step</c>; empty before the first step.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>Tensors of the state under the draft's names, such as <c>exp_avg</c> or <c>lr_0</c>.</summary>
    public IReadOnlyDictionary<string, TensorSnapshot> State { get; }

    /// <summary>What went wrong with the parameter so far.</summary>
    public FailureCounts Failures { get; }

    internal static ParameterSnapshot Of(ParameterState state, long elementLimit) => new(
        state.Name,
        TensorSnapshot.Of(state.Parameter, elementLimit),
        state.CountNames.ToDictionary(n => n, state.Count),
        state.TensorNames.ToDictionary(n => n, n => TensorSnapshot.Of(state[n], elementLimit)),
        state.Failures);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Value}";
}
