using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>
/// Σu², Σp², Σg² and Σu·g of parameters of one device and dtype over a step, u = p_before - p_after (so that u·g > 0 is
/// descent), p after the step; over every element, or over a few evenly spread ones. Made before the step; lives in the step's dispose scope.
/// </summary>
internal abstract class UpdateSums(IReadOnlyList<ParameterState> members, IReadOnlyList<Tensor?> gradients)
{
    internal const int Count = 4;

    protected IReadOnlyList<ParameterState> Members { get; } = members;

    /// <summary>Null where a parameter takes no step.</summary>
    protected IReadOnlyList<Tensor?> Gradients { get; } = gradients;

    internal static UpdateSums Begin(IReadOnlyList<ParameterState> members, IReadOnlyList<Tensor?> gradients, long elementLimit) =>
        !members.Any(m => m.Parameter.numel() > elementLimit) ? new WholeUpdateSums(members, gradients)
        : MemoryUpdateSums.CanRead(members, gradients) ? new MemoryUpdateSums(members, gradients, elementLimit)
        : new SampledUpdateSums(members, gradients, elementLimit);

    /// <summary>The sums, float64 [4, members]; NaN where a parameter took no step.</summary>
    internal abstract Tensor End();
}
