using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>What of the last step was clamped.</content>
public sealed partial class LearnedGradient
{
    /// <summary>
    /// Recomputed from the state: exp_avg and lr_{dim} are after a step what they were when its direction was made, so this
    /// holds whichever path made the step.
    /// </summary>
    internal override Tensor? ClippedFraction(ResearchOptions options, ParameterState state)
    {
        if (!state.IsCreated || state.Parameter.numel() <= SmallNumel)
            return null;
        using var scope = torch.NewDisposeScope();
        var o = (ILearnedStep)options;
        var moving_d = RotatedBase.Direction(state, state["exp_avg"]);
        var limit = Axes.Rms(moving_d).Plus(o.Eps).Times(o.MaxStepScale);
        return (moving_d.abs() > limit).to(moving_d.dtype).mean().MoveToOuterDisposeScope();
    }
}
