using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Checkpoints;

/// <summary>A parameter's state as a checkpoint tells it, besides the tensors.</summary>
/// <param name="Counts">Its whole numbers; none before its first step.</param>
/// <param name="Strides">Of the tensors that do not lie row by row, so that sums over them keep their order.</param>
internal sealed record ParameterDocument(IReadOnlyDictionary<string, long> Counts, IReadOnlyDictionary<string, IReadOnlyList<long>> Strides)
{
    internal static ParameterDocument Of(ParameterState state) => new(
        state.CountNames.ToDictionary(n => n, state.Count),
        state.TensorNames.Where(n => !state[n].is_contiguous() && IsDense(state[n].shape, state[n].stride()))
            .ToDictionary(n => n, n => (IReadOnlyList<long>)state[n].stride()));

    /// <summary>Whether such a tensor fills its memory, each place once: its axes in some order lie row by row.</summary>
    internal static bool IsDense(IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        if (strides.Count != shape.Count)
            return false;
        var expected = 1L;
        foreach (var (size, stride) in shape.Zip(strides).Where(a => a.First != 1).OrderBy(a => a.Second))
        {
            if (stride != expected)
                return false;
            expected *= size;
        }
        return strides.All(s => s >= 0);
    }
}
