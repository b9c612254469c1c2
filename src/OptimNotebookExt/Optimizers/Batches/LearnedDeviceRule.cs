using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// What the device path of both forms of <see cref="LearnedGradient"/> shares: the size update and the step, of parameters of one
/// shape together.
/// </summary>
/// <param name="smallNumel">Tensors of at most so many elements have one denominator and no matrices.</param>
/// <param name="sizePeriod">Steps from one update of a tensor's size to the next.</param>
internal abstract class LearnedDeviceRule(long smallNumel, int sizePeriod) : DeviceRule
{
    private ILearnedStep o = null!;
    private Tensor isSlot = null!;
    private Tensor isLast = null!;
    private Tensor size_rate = null!;
    private Tensor bias_correction2 = null!;

    internal override void Read(ResearchOptions options) => o = (ILearnedStep)options;

    internal override bool Fits(ParameterState state)
    {
        var numel = state.Parameter.numel();
        return Has(state, "exp_avg", state.Shape)
            && (numel == 1 || (Has(state, "param_rms") && Has(state, "scale_exp_avg") && Has(state, "scale_exp_avg_sq") && Has(state, "scale_grads", sizePeriod)))
            && (numel > smallNumel || Has(state, "exp_avg_sq", state.Shape));
    }

    internal override void Begin(Tensor steps)
    {
        var slot = steps.remainder(Scalars.Of((long)sizePeriod));
        isSlot = stack([.. Enumerable.Range(0, sizePeriod).Select(i => slot == Scalars.Of((long)i))], 1);
        isLast = slot == Scalars.Of((long)(sizePeriod - 1));
        var step = steps.Plus(1);
        bias_correction2 = BiasCorrection(o.Beta2, step);
        size_rate = BiasCorrection(Math.Pow(o.Beta2, sizePeriod), step.Over(sizePeriod)).sqrt_().mul_(Scalars.Of(-SizeRate));
    }

    internal override bool Step(DeviceStep step)
    {
        var isSmall = step.Batch.Numel <= smallNumel;
        Tensor[] lr = [];
        if (!isSmall && step.Batch.Axes.Length > 0)
        {
            if (Matrices(step) is not { } matrices)
                return false;
            lr = matrices;
        }
        var p = step.Parameters;
        var param_rms = step.Batch.Numel > 1 ? UpdateSize(step, ref p) : null;
        var exp_avg = step.State("exp_avg").Times(o.Beta1).add_(step.Gradients, alpha: Scalars.Of(1 - o.Beta1));
        step.Write("exp_avg", exp_avg);
        step.Write(isSmall ? MoveSmall(step, p, exp_avg, param_rms) : Move(step, p, exp_avg, param_rms!, lr));
        return true;
    }

    /// <summary>The step's lr_{dim} by axis; null where each member must try alone. What else the matrices need is written.</summary>
    private protected abstract Tensor[]? Matrices(DeviceStep step);

    /// <summary>What is on both sides of the matrices that <see cref="Matrices"/> has just returned; x where nothing is.</summary>
    private protected virtual Tensor Root(DeviceStep step, Tensor x) => x;

    private protected bool HasMatrices(ParameterState state) =>
        state.Parameter.numel() is var numel && numel > smallNumel && Array.Exists(state.Shape, n => n != 1 && n != numel);

    private double SizeRate => sizePeriod * o.LearningRate!.Value * o.SizeLrScale;

    /// <summary>
    /// Each member's Σ p·g into its place of four, and where that was the last of them the tensor's size by their mean. Who is
    /// there, the host does not know: it is worked out for all, and chosen.
    /// </summary>
    /// <returns>param_rms, [members].</returns>
    private Tensor UpdateSize(DeviceStep step, ref Tensor p)
    {
        var (beta1, beta2) = (Math.Pow(o.Beta1, sizePeriod), Math.Pow(o.Beta2, sizePeriod));
        var due = step.Part(isLast);
        var s = DeviceStep.Sum(p * step.Gradients);
        var scale_grads = Selection.Of(step.Part(isSlot), s.unsqueeze(1).expand(-1, sizePeriod), step.State("scale_grads"));
        var rms = DeviceStep.Sum(p.Squared()).Over(step.Batch.Numel).sqrt_().clamp_(min: Scalars.Of(o.Eps));
        var average_sq = step.State("scale_exp_avg_sq").Times(beta2).add_(scale_grads.Squared().mean([1]), alpha: Scalars.Of(1 - beta2));
        var average = step.State("scale_exp_avg").Times(beta1).add_(scale_grads.mean([1]), alpha: Scalars.Of(1 - beta1));
        var size_step = average / average_sq.sqrt().Increase(1e-10) * step.Part(size_rate).to(s.dtype);
        size_step = Selection.Of(rms < Scalars.Of(o.ParamMinRms), full_like(s, Scalars.Of(SizeRate)), size_step);
        size_step = Selection.Of(rms > Scalars.Of(o.ParamMaxRms), full_like(s, Scalars.Of(-SizeRate)), size_step);

        var param_rms = Selection.Of(due, rms, step.State("param_rms"));
        step.Write("scale_grads", scale_grads);
        step.Write("param_rms", param_rms);
        step.Write("scale_exp_avg_sq", Selection.Of(due, average_sq, step.State("scale_exp_avg_sq")));
        step.Write("scale_exp_avg", Selection.Of(due, average, step.State("scale_exp_avg")));
        p = p.addcmul(p, step.Column(Selection.Of(due, size_step, zeros_like(s))), Scalars.One);
        return param_rms;
    }

    /// <summary>At most five elements: momentum over one denominator for the whole tensor.</summary>
    private Tensor MoveSmall(DeviceStep step, Tensor p, Tensor exp_avg, Tensor? param_rms)
    {
        var g = step.Gradients;
        var exp_avg_sq = step.State("exp_avg_sq").Times(o.Beta2).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
        step.Write("exp_avg_sq", exp_avg_sq);
        var mean = DeviceStep.Sum(exp_avg_sq) / step.Part(bias_correction2).to(g.dtype).mul_(Scalars.Of(step.Batch.Numel));
        var length = mean.sqrt_().Increase(o.Eps).Under(-o.LearningRate!.Value);
        return p.addcmul(exp_avg, step.Column(param_rms is null ? length : length * param_rms), Scalars.One);
    }

    /// <summary>The momentum through every lr_{dim}, at a fixed relative length.</summary>
    private Tensor Move(DeviceStep step, Tensor p, Tensor exp_avg, Tensor param_rms, Tensor[] lr)
    {
        var axes = step.Batch.Axes;
        var moving_d = lr.Length > 0 ? Root(step, exp_avg) : exp_avg;
        for (var i = 0; i < lr.Length; i++)
            moving_d = axes[i].Multiply(moving_d, lr[i]);
        if (lr.Length > 0)
            moving_d = Root(step, moving_d);
        var moving_d_rms = DeviceStep.Sum(moving_d.Squared()).Over(step.Batch.Numel).sqrt_().Increase(o.Eps);
        var limit = step.Column(moving_d_rms.Times(o.MaxStepScale));
        var alpha = -o.LearningRate!.Value * (1 - o.Beta1) / Math.Sqrt(1 - (o.Beta1 * o.Beta1));
        return p.addcmul(moving_d.clamp(-limit, limit), step.Column((param_rms / moving_d_rms).mul_(Scalars.Of(alpha))), Scalars.One);
    }
}
