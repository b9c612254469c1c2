using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>A parameter and its state as they are before an update, which puts them back should the update fail.</summary>
internal sealed class StateJournal
{
    private readonly ParameterState state;
    private readonly Tensor? parameter;
    private readonly Dictionary<string, Tensor?> tensors = [];
    private readonly Dictionary<string, long> counts;

    /// <summary>Copies what may be written; the copies live in the caller's dispose scope.</summary>
    /// <param name="state">The state, with its parameter.</param>
    /// <param name="mayWrite">Names of the state tensors that may be written.</param>
    /// <param name="withParameter">Whether the parameter may be written.</param>
    internal StateJournal(ParameterState state, Func<string, bool> mayWrite, bool withParameter = true)
    {
        this.state = state;
        parameter = withParameter ? state.Parameter.detach().clone() : null;
        foreach (var name in state.TensorNames)
            tensors[name] = mayWrite(name) ? state[name].clone() : null;
        counts = state.CountNames.ToDictionary(n => n, state.Count);
    }

    /// <summary>Puts everything back: values, counts, and which entries there are. Needs no memory of tensors.</summary>
    internal void Restore()
    {
        using var noTape = torch.no_grad();
        if (parameter is not null)
            state.Parameter.copy_(parameter);
        foreach (var added in state.TensorNames.Where(n => !tensors.ContainsKey(n)).ToArray())
            state.Release(added);
        foreach (var (name, copy) in tensors)
        {
            if (copy is null)
                continue;
            if (state.TryGet(name, out var present))
                present.copy_(copy);
            else
                state[name] = copy;
        }
        state.ReplaceCounts(counts);
    }
}
