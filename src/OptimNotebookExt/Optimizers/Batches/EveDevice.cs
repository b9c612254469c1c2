using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Eve's step of parameters of one shape together: what <see cref="Eve"/> does for one.</summary>
internal sealed class EveDevice : DeviceRule
{
    private EveOptions o = null!;
    private Tensor length = null!;
    private Tensor inverse_root = null!;

    internal override KernelRule Kernels { get; } = new EveKernels();

    internal override void Read(ResearchOptions options) => o = (EveOptions)options;

    internal override bool Fits(ParameterState state) => Has(state, "exp_avg", state.Shape) && Has(state, "exp_avg_sq", state.Shape);

    internal override void Begin(Tensor steps)
    {
        var step = steps.Plus(1);
        length = BiasCorrection(o.Beta1, step).Under(-o.LearningRate!.Value);
        inverse_root = BiasCorrection(o.Beta2, step).pow_(Scalars.Of(-0.5));
    }

    internal override bool Step(DeviceStep step)
    {
        var (p, g) = (step.Parameters, step.Gradients);
        var exp_avg = step.State("exp_avg").Times(o.Beta1).add_(g, alpha: Scalars.Of(1 - o.Beta1));
        var exp_avg_sq = step.State("exp_avg_sq").Times(o.Beta2).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
        step.Write("exp_avg", exp_avg);
        step.Write("exp_avg_sq", exp_avg_sq);

        var decayed = step.Batch.Numel > 1 ? p * step.Column(DecayFactor(p, step.Batch.Numel)) : p;
        var denominator = exp_avg_sq.sqrt().mul_(step.ColumnOf(inverse_root)).Increase(o.Eps);
        step.Write(decayed.addcmul(exp_avg / denominator, step.ColumnOf(length), Scalars.One));
        return true;
    }

    /// <summary>1 - weight_decay where a tensor's rms is above the target, else 1; [members].</summary>
    private Tensor DecayFactor(Tensor p, long numel)
    {
        var is_above_target_rms = DeviceStep.Norm(p) > Scalars.Of(o.TargetRms * Math.Sqrt(numel));
        return is_above_target_rms.to(o.DecayFactorFloat32 ? ScalarType.Float32 : p.dtype).Times(o.WeightDecay).neg_().Increase(1);
    }
}
