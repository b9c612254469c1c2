using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// The step of <see cref="NeutralGradient"/> of parameters of one shape together. The host waits for the device where a parameter
/// begins to gather statistics, where one re-estimates its projections, and at every step in which one waits for its turn, as
/// draws decide that on the host.
/// </summary>
/// <param name="optimizer">Has the draws, and estimates the projections of single parameters.</param>
/// <param name="slowPeriod">Steps from one look at a parameter's rms to the next.</param>
internal sealed class NeutralDevice(NeutralGradient optimizer, int slowPeriod) : DeviceRule
{
    private readonly NeutralPlans plans = new(optimizer);
    private readonly NeutralStatistics statistics = new();
    private NeutralGradientOptions o = null!;
    private Tensor steps = null!;
    private Tensor correction = null!;
    private Tensor scale_rate = null!;
    private Tensor isEven = null!;
    private Tensor isSlow = null!;

    internal override void Read(ResearchOptions options) => plans.Options = o = (NeutralGradientOptions)options;

    internal override bool Fits(ParameterState state)
    {
        var numel = state.Parameter.numel();
        var axes = BatchAxis.Of(state.Shape);
        return Array.TrueForAll(["delta", "exp_avg_sq", "cached_grad"], name => Has(state, name, state.Shape)) && Has(state, "grad_times_step")
            && state.TryOwnCount("step_period", out _) && state.TryOwnCount("n_cached_grads", out _)
            && (numel == 1 || (Has(state, "scale") && Has(state, "scale_exp_avg_sq")))
            && (axes.Length == 0 || (Has(state, "scalar_exp_avg_sq") && state.TryOwnCount("step_within_period", out _)))
            && Array.TrueForAll(axes, a => Has(state, $"proj_{a.Axis}", a.Size)
                || (Has(state, $"proj_{a.Axis}", a.Size, a.Size) && Has(state, $"param_cov_{a.Axis}", a.Size, a.Size)
                    && (!state.Has($"grad_cov_{a.Axis}") || Has(state, $"grad_cov_{a.Axis}", a.Size, a.Size))));
    }

    // Statistics come and go with each parameter's own period.
    internal override IEnumerable<string> ArenaNames(ParameterState state) => state.TensorNames.Where(n => !n.StartsWith("grad_cov_", StringComparison.Ordinal));

    internal override bool MustBeKnown(DeviceMember member) => plans.MustBeKnown(member);

    internal override bool MustBeSure(DeviceMember member) => plans.MustBeSure(member);

    internal override bool MustKnowAll(IEnumerable<ParameterState> stepping) => plans.MustKnowAll(stepping);

    internal override DevicePlan Plan(DeviceMember member) => plans.Of(member);

    internal override void Begin(Tensor steps)
    {
        this.steps = steps;
        correction = BiasCorrection(o.Beta2, steps.Plus(1)).sqrt_();
        scale_rate = correction.Times(-o.LearningRate!.Value * o.ScaleSpeed * (1 - o.Beta1));
        isEven = steps.remainder(Scalars.Of(2L)) == Scalars.Of(0.0);
        isSlow = steps.remainder(Scalars.Of((long)slowPeriod)) == Scalars.Of(0.0);
    }

    internal override bool Step(DeviceStep step)
    {
        var (axes, numel) = (step.Batch.Axes, step.Batch.Numel);
        // The statistics of this step's gradient come into the next estimate.
        if ((step.Kind & NeutralPlans.Estimates) != 0 && !NeutralEstimate.Make(step, optimizer, o))
            return false;
        var (p, g) = (step.Parameters, step.Gradients);
        var summed = step.Summed?.to(p.dtype);
        if (step.IsDue is { } isDue)
        {
            var cached = step.State("cached_grad");
            var together = g.Plus(cached);
            step.WriteAlways("cached_grad", Selection.Of(step.Column(isDue), zeros_like(cached), together));
            g = together;
        }
        var delta = step.State("delta").Times(o.Beta1);
        if (numel > 1)
        {
            var rms = DeviceStep.Sum(p.Squared()).Over(numel).sqrt_();
            delta.addcmul_(p, step.Column(ScaleStep(step, rms, g, summed)), value: Scalars.One);
            var scale = Selection.Of(step.Part(isSlow), rms.Plus(o.ParamMinRms), step.State("scale"));
            step.Write("scale", scale);
            if (axes.Length == 0)
                StepOneAxis(step, delta, scale, g, summed);
            else
                StepProjected(step, delta, scale, g, summed);
        }
        else
        {
            StepScalar(step, delta, g, summed);
        }
        step.Write("delta", delta);
        step.Write(p.Plus(delta));
        NeutralPlans.Commit(step);
        return true;
    }

    public override void Dispose()
    {
        statistics.Dispose();
        base.Dispose();
    }

    /// <summary>The relative change of a tensor's scale; every other step the rms limits decide it. [members].</summary>
    private Tensor ScaleStep(DeviceStep step, Tensor rms, Tensor g, Tensor? summed)
    {
        var s = DeviceStep.Sum(step.Parameters * g);
        var scale_exp_avg_sq = Averaged(step, "scale_exp_avg_sq", s, s, summed);
        var u = s / scale_exp_avg_sq.sqrt().Increase(o.GradEps);
        var limit = summed is null ? full_like(u, Scalars.Of(2.0)) : summed.sqrt().mul_(Scalars.Two);
        var isLimited = step.Part(isEven);
        u = Selection.Of(isLimited.bitwise_and(rms < Scalars.Of(o.ParamMinRms)), -limit, u);
        u = Selection.Of(isLimited.bitwise_and(rms > Scalars.Of(o.ParamMaxRms)), limit, u);
        return u * step.Part(scale_rate).to(u.dtype);
    }

    private void StepOneAxis(DeviceStep step, Tensor delta, Tensor scale, Tensor g, Tensor? summed)
    {
        var v = g / Averaged(step, "exp_avg_sq", g, g, summed).sqrt().Increase(o.GradEps);
        var alpha = scale * step.Part(correction).to(g.dtype).Times(-(1 - o.Beta1) * o.LearningRate!.Value);
        delta.addcmul_(v, step.Column(alpha), value: Scalars.One);
        UpdateGradTimesStep(step, alpha, v, g, summed);
    }

    private void StepScalar(DeviceStep step, Tensor delta, Tensor g, Tensor? summed)
    {
        var v = g / Averaged(step, "exp_avg_sq", g, g, summed).sqrt().Increase(o.GradEps);
        var alpha = step.Part(correction).to(g.dtype).Times(-o.LearningRate!.Value * (1 - o.Beta1));
        delta.addcmul_(v, step.Column(alpha), value: Scalars.One);
        var moved = PerGradient(DeviceStep.Sum(v * g) * alpha, summed);
        step.Write("grad_times_step", step.State("grad_times_step").Times(o.Beta2).add_(moved, alpha: Scalars.Of(-(1 - o.Beta2) / (1 - o.Beta1))));
    }

    private void StepProjected(DeviceStep step, Tensor delta, Tensor scale, Tensor g, Tensor? summed)
    {
        g = g.contiguous();
        statistics.Gather(step, g);
        var matrices = new NeutralMatrices(step.Batch, step.Range.Begin, step.Range.End);
        var within = step.Counted(DeviceCount.Within);
        // With the step count from before a re-estimate, so that the zeroed statistics go uncorrected on that step (N09).
        var bias_correction2 = BiasCorrection(o.Beta2, step.Part(steps).minimum(within).Plus(1)).to(g.dtype);
        if ((step.Kind & NeutralPlans.MustWait) == 0)
            step.Write(DeviceCount.Within, (step.Kind & NeutralPlans.Estimates) != 0 ? ones_like(within) : within.Plus(1));

        var x = matrices.Forward(g);
        var exp_avg_sq = Averaged(step, "exp_avg_sq", x, x, summed);
        x = x / (o.GradPow == 1 ? exp_avg_sq.sqrt() : exp_avg_sq.pow(Scalars.Of(o.GradPow / 2))).Increase(o.GradEps);
        var damping = Selection.Of(bias_correction2 < Scalars.Of(0.99), bias_correction2.sqrt(), ones_like(bias_correction2));
        x = matrices.Backward(x.mul_(step.Column(damping)));

        var mean = DeviceStep.Sum(x.Squared()).Over(step.Batch.Numel);
        var scalar_exp_avg_sq = step.State("scalar_exp_avg_sq").Times(o.Beta2).add_(PerGradient(mean, summed), alpha: Scalars.Of(1 - o.Beta2));
        step.Write("scalar_exp_avg_sq", scalar_exp_avg_sq);
        var denominator = (scalar_exp_avg_sq / bias_correction2).sqrt_().Increase(o.GradEps);
        var alpha = (scale / denominator).mul_(Scalars.Of(-o.LearningRate!.Value * (1 - o.Beta1)));
        delta.addcmul_(x, step.Column(alpha), value: Scalars.One);
        UpdateGradTimesStep(step, alpha, x, g, summed);
    }

    /// <summary>Every tenth step: the product of step and gradient, from which the speed-up periods come.</summary>
    private void UpdateGradTimesStep(DeviceStep step, Tensor alpha, Tensor direction, Tensor g, Tensor? summed)
    {
        var before = step.State("grad_times_step");
        var moved = PerGradient(DeviceStep.Sum(direction * g) * alpha, summed);
        step.Write("grad_times_step", Selection.Of(step.Part(isSlow), before.Times(o.Beta1).sub_(moved), before));
    }

    /// <summary>A second moment with x·y taken in, per gradient.</summary>
    private Tensor Averaged(DeviceStep step, string name, Tensor x, Tensor y, Tensor? summed)
    {
        var taken = summed is null ? y : y / (y.ndim == 1 ? summed : step.Column(summed));
        var average = step.State(name).Times(o.Beta2).addcmul_(x, taken, value: Scalars.Of(1 - o.Beta2));
        step.Write(name, average);
        return average;
    }

    private static Tensor PerGradient(Tensor numbers, Tensor? summed) => summed is null ? numbers : numbers / summed;
}
