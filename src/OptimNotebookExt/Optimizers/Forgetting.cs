using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// What the stable form of <see cref="LearnedGradient"/> keeps of its learned factors where the learning rate falls. The factors
/// make the steps shorter by themselves; where a schedule does that too, they would do it twice, and freeze the run early.
/// </summary>
internal static class Forgetting
{
    /// <summary>The learning rate at the last update, a number; only there where something is to be forgotten.</summary>
    internal const string Rate = "snap_lr";

    internal static bool IsIn(ParameterState state) => state.Has(Rate);

    internal static void Create(ParameterState state) => state[Rate] = zeros([], dtype: state.Parameter.dtype, device: state.Parameter.device);

    /// <summary>(1-α)·min(1, lr/(lr at the last update))^forget, for each rate.</summary>
    internal static Tensor Kept(LearnedGradientStableOptions o, Tensor then)
    {
        var now = Now(o, then);
        var ratio = where(then > now, now / then, ones_like(then));
        return ratio.pow_(Scalars.Of(o.Forget)).mul_(Scalars.Of(1 - o.Shrink));
    }

    /// <summary>The learning rate, in the shape and the precision of the rates that are kept.</summary>
    internal static Tensor Now(LearnedGradientStableOptions o, Tensor like) => full_like(like, Scalars.Of(o.LearningRate!.Value));
}
