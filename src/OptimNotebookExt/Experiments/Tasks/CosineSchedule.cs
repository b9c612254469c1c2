using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>lr(step) = ½·lr·(1 + cos(π·step/steps)): the whole rate at step 0, none after the last.</summary>
/// <param name="optimizer">Any optimizer of TorchSharp.</param>
/// <param name="steps">Steps of the run, at least 1.</param>
public sealed class CosineSchedule(optim.Optimizer optimizer, int steps) : TaskSchedule
{
    private readonly (optim.ILearningRateController Group, double Rate)[] groups =
        [.. (optimizer ?? throw new ArgumentNullException(nameof(optimizer))).ParamGroups.Select(g => (g, g.LearningRate))];

    private readonly int steps = steps >= 1 ? steps : throw new ArgumentOutOfRangeException(nameof(steps), steps, $"steps must be at least 1, but is {steps}.");

    /// <inheritdoc/>
    public override void BeforeStep(long index)
    {
        var factor = 0.5 * (1 + Math.Cos(Math.PI * index / steps));
        foreach (var (group, rate) in groups)
            group.LearningRate = rate * factor;
    }
}
