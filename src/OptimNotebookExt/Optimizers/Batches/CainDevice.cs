using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Cain's step of parameters of one shape together: what <see cref="Cain"/> does for one.</summary>
/// <param name="clampPeriod">Steps from one clamp of the parameters to the next.</param>
/// <param name="fullRefreshPeriod">Steps from one refresh of param_rms along all axes to the next: a step of the reference path.</param>
internal sealed class CainDevice(long clampPeriod, long fullRefreshPeriod) : DeviceRule
{
    private CainOptions o = null!;
    private Tensor steps = null!;
    private Tensor scale_alpha = null!;
    private Tensor alpha = null!;
    private Tensor scalar_alpha = null!;
    private Tensor most = null!;

    internal override KernelRule Kernels { get; } = new CainKernels(clampPeriod);

    internal override void Read(ResearchOptions options) => o = (CainOptions)options;

    internal override bool Fits(ParameterState state) => Has(state, "delta", state.Shape) && Has(state, "exp_avg_sq", state.Shape)
        && (state.Parameter.numel() == 1 || (Has(state, "param_rms", state.Shape) && Has(state, "scale_exp_avg_sq")));

    internal override bool MustBeKnown(DeviceMember member) => HasMultiple(fullRefreshPeriod, member.LeastSteps, member.MostSteps);

    internal override bool Does(DeviceMember member) => member.MostSteps % fullRefreshPeriod != 0;

    internal override void Begin(Tensor steps)
    {
        this.steps = steps;
        var gradientRate = -o.LearningRate!.Value * (1 - o.Beta1);
        // The draft's exponent t in one and t+1 in the other (C02), and no square root in the first (C03); kept.
        var bias_correction2 = BiasCorrection(o.Beta2, steps);
        alpha = bias_correction2.Times(gradientRate);
        scalar_alpha = bias_correction2.sqrt_().mul_(Scalars.Of(gradientRate));
        scale_alpha = BiasCorrection(o.Beta2, steps.Plus(1)).sqrt_().mul_(Scalars.Of(gradientRate * o.ScaleSpeed));
        most = Selection.Of(steps.remainder(Scalars.Of(clampPeriod)) == Scalars.Of(0.0), full_like(steps, Scalars.Of(o.ParamMax)), full_like(steps, Scalars.Of(double.PositiveInfinity)));
    }

    internal override bool Step(DeviceStep step)
    {
        var (p, g) = (step.Parameters, step.Gradients);
        var delta = step.State("delta").Times(o.Beta1);
        var exp_avg_sq = step.State("exp_avg_sq").Times(o.Beta2).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
        var normalized = g / exp_avg_sq.sqrt().Increase(o.Eps);
        if (step.Batch.Numel > 1)
        {
            delta.addcmul_(p, step.Column(ScaleStep(step)), value: Scalars.One);
            var param_rms = RefreshedParamRms(step);
            step.Write("param_rms", param_rms);
            delta.addcmul_(normalized.mul_(param_rms), step.ColumnOf(alpha), value: Scalars.One);
        }
        else
        {
            delta.addcmul_(normalized, step.ColumnOf(scalar_alpha), value: Scalars.One);
        }
        step.Write("delta", delta);
        step.Write("exp_avg_sq", exp_avg_sq);
        var bound = step.ColumnOf(most);
        step.Write(p.Plus(delta).clamp_(-bound, bound));
        return true;
    }

    /// <summary>The relative change of a tensor's scale, from the gradient with respect to log scale, s = Σ p·g; [members].</summary>
    private Tensor ScaleStep(DeviceStep step)
    {
        var s = DeviceStep.Sum(step.Parameters * step.Gradients);
        var scale_exp_avg_sq = step.State("scale_exp_avg_sq").Times(o.Beta2).addcmul_(s, s, value: Scalars.Of(1 - o.Beta2));
        step.Write("scale_exp_avg_sq", scale_exp_avg_sq);
        return s / scale_exp_avg_sq.sqrt().Increase(o.Eps) * step.Part(scale_alpha).to(s.dtype);
    }

    /// <summary>
    /// param_rms refreshed along one axis, that of each member's own step count: which of them skipped a step, the host does not
    /// know, so that every axis is looked at and the others are left alone by a factor of 1.
    /// </summary>
    private Tensor RefreshedParamRms(DeviceStep step)
    {
        var (p, param_rms) = (step.Parameters, step.State("param_rms"));
        var factor = p.Squared().clamp_(min: Scalars.Of(o.RmsEps * o.RmsEps)).div_(param_rms.Squared());
        var axis = step.Part(steps).remainder(Scalars.Of((long)step.Batch.Shape.Length));
        var one = ones([], dtype: p.dtype, device: p.device);
        for (var dim = 0; dim < step.Batch.Shape.Length; dim++)
        {
            var root = AxisMean(factor, step, dim).sqrt();
            param_rms = param_rms * (step.Batch.Shape.Length == 1 ? root : Selection.Of(step.Column(axis == Scalars.Of((long)dim)), root, one));
        }
        return param_rms;
    }

    /// <summary>The mean over the other axes.</summary>
    private static Tensor AxisMean(Tensor factor, DeviceStep step, int dim)
    {
        var others = Enumerable.Range(0, step.Batch.Shape.Length).Where(d => d != dim).Select(d => d + 1L).ToArray();
        // With at most two elements per index of this axis, a mean per index would say too little.
        return step.Batch.Numel <= 2 * step.Batch.Shape[dim] ? step.Column(DeviceStep.Sum(factor).Over(step.Batch.Numel)) : factor.mean(others, keepdim: true);
    }
}
