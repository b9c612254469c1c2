using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// The step of <see cref="LearnedGradient"/>'s draft form of parameters of one shape together. Between the steps that learn, of
/// which the host must know, no number is read.
/// </summary>
internal sealed class LearnedDevice(long smallNumel, int sizePeriod) : LearnedDeviceRule(smallNumel, sizePeriod)
{
    private const double Tiny = 1e-20;
    private static readonly DevicePlan Learning = new() { Kind = 1, IsSure = true };

    private LearnedGradientOptions o = null!;

    internal override void Read(ResearchOptions options)
    {
        base.Read(options);
        o = (LearnedGradientOptions)options;
    }

    internal override bool Fits(ParameterState state) => base.Fits(state)
        && (!HasMatrices(state) || BatchAxis.Of(state.Shape).All(a => Has(state, $"lr_{a.Axis}", a.Size, a.Size) && Has(state, $"grad_cov_{a.Axis}", a.Size, a.Size)));

    internal override bool MustBeKnown(DeviceMember member) => HasMatrices(member.State) && HasMultiple(o.LrEstPeriod, member.LeastSteps, member.MostSteps);

    // The first step's momentum is zero, and has nothing to learn from (L10): a step of the reference path.
    internal override bool Does(DeviceMember member) => member.MostSteps > 0;

    internal override bool MustBeSure(DeviceMember member) => HasMatrices(member.State) && member.MostSteps % o.LrEstPeriod == 0;

    internal override DevicePlan Plan(DeviceMember member) => MustBeSure(member) ? Learning : DevicePlan.Ordinary;

    private protected override Tensor[] Matrices(DeviceStep step) =>
        step.Kind == Learning.Kind ? Learned(step) : [.. step.Batch.Axes.Select(a => step.State($"lr_{a.Axis}"))];

    /// <summary>One meta-step of every lr_{dim}, all from gradients taken at the old matrices; see <see cref="LearnedMatrices"/>.</summary>
    private Tensor[] Learned(DeviceStep step)
    {
        var axes = step.Batch.Axes;
        var (g, exp_avg) = (step.Gradients.contiguous(), step.State("exp_avg"));
        var lr = axes.Select(a => step.State($"lr_{a.Axis}")).ToArray();
        var grad_cov = axes.Select(a => a.Scatter(g, g).add_(step.State($"grad_cov_{a.Axis}"), alpha: Scalars.Of(o.Beta2))).ToArray();

        var (y, z) = LearnedMatrices.Products(axes, exp_avg, lr);
        var c = y;
        for (var i = 0; i < axes.Length; i++)
            c = axes[i].Multiply(c, grad_cov[i] / LearnedMatrices.MeanDiagonal(grad_cov[i]).Plus(Tiny));
        var q = DeviceStep.Sum(c * y).Over(step.Batch.Numel);
        var s = DeviceStep.Sum(g * y);
        // h = (g - c·s/(q·numel))/√q; what q ≤ 0 makes of it is put aside.
        var h = (g - (c * step.Column(s / q.Times(step.Batch.Numel)))).div_(step.Column(q.sqrt()));
        var hasMetaGradient = q > Scalars.Of(0.0);

        var (lost, kept) = (zeros_like(q), zeros_like(q));
        var meta_lr = o.LearningRate!.Value * o.MetaLrScale;
        for (var i = 0; i < axes.Length; i++)
        {
            var updated = LearnedMatrices.Updated(lr[i], axes[i].Scatter(h, z[i]), meta_lr, o);
            var isFinite = DeviceStep.AreFinite(updated);
            // A Cholesky decomposition breaks down at a NaN as well.
            var isLost = (linalg.cholesky_ex(updated).info != Scalars.Of(0)).bitwise_and(hasMetaGradient);
            lost = lost.Plus(isLost);
            kept = kept.Plus(isLost.bitwise_and(isFinite.bitwise_not()));
            lr[i] = Selection.Of(hasMetaGradient.bitwise_and(isFinite).view(-1, 1, 1), updated, lr[i]);
            step.Write($"lr_{axes[i].Axis}", lr[i]);
            step.Write($"grad_cov_{axes[i].Axis}", grad_cov[i]);
        }
        step.Tally(lost, kept);
        step.TallyDirections(y, exp_avg, hasMetaGradient);
        return lr;
    }
}
