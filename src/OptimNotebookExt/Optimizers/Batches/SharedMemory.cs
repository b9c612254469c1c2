using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Finds parameters that lie in the same memory, which must step one after the other.</summary>
internal sealed class SharedMemory
{
    private readonly List<(nint Address, bool IsContiguous)> last = [];
    private readonly List<(nint Address, bool IsContiguous)> now = [];
    private ParameterState[] shared = [];

    /// <summary>Of these parameters those that share memory with another; where all are where they were, nothing is to be done.</summary>
    internal IReadOnlyList<ParameterState> Sharing(IReadOnlyList<ParameterState> states)
    {
        now.Clear();
        foreach (var state in states)
            now.Add((TensorExports.Address(state.Parameter.Handle), TensorExports.IsContiguous(state.Parameter.Handle)));
        if (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(now).SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(last)))
            return shared;
        last.Clear();
        last.AddRange(now);
        return shared = Find(states);
    }

    private static ParameterState[] Find(IReadOnlyList<ParameterState> states)
    {
        var found = new HashSet<ParameterState>();
        ((nint Begin, nint End) Place, ParameterState State)? farthest = null;
        foreach (var (place, state) in states.Select(s => (Place: PlaceOf(s), s)).Where(p => p.Place.Begin != 0).OrderBy(p => p.Place.Begin))
        {
            if (farthest is { } before && place.Begin < before.Place.End)
                found.UnionWith([state, before.State]);
            if (farthest is null || place.End > farthest.Value.Place.End)
                farthest = (place, state);
        }
        return [.. states.Where(found.Contains)];
    }

    /// <summary>From the first element to behind the last, of whatever layout.</summary>
    private static (nint Begin, nint End) PlaceOf(ParameterState state)
    {
        var p = state.Parameter;
        var begin = TensorExports.Address(p.Handle);
        var last = p.shape.Zip(p.stride(), (size, stride) => (size - 1) * stride).Sum();
        return (begin, begin + (nint)((last + 1) * p.element_size()));
    }
}
