namespace OptimNotebookExt.Optimizers;

/// <summary>Hyper-parameters of <see cref="Eve"/>.</summary>
public sealed class EveOptions : ResearchOptions
{
    private static readonly OptionSpec LrSpec = OptionSpec.NonNegative("lr", 1e-3);
    private static readonly OptionSpec Beta1Spec = OptionSpec.Beta("beta1", 0.9);
    private static readonly OptionSpec Beta2Spec = OptionSpec.Beta("beta2", 0.98);
    private static readonly OptionSpec EpsSpec = OptionSpec.NonNegative("eps", 1e-8);
    private static readonly OptionSpec WeightDecaySpec = new("weight_decay", 1e-3, 0, 0.1);
    private static readonly OptionSpec TargetRmsSpec = new("target_rms", 0.1, 0, 10, MinimumAllowed: false);
    private static readonly OptionSpec DecayFactorFloat32Spec = OptionSpec.Switch("decay_factor_float32");
    private static readonly OptionSpec[] All =
        [LrSpec, Beta1Spec, Beta2Spec, EpsSpec, WeightDecaySpec, TargetRmsSpec, DecayFactorFloat32Spec];

    /// <inheritdoc/>
    public override IReadOnlyList<OptionSpec> Specs => All;

    /// <summary>Decay rate of <c>exp_avg</c>; default 0.9, in [0, 1).</summary>
    public double Beta1 { get => Get(Beta1Spec); set => Set(Beta1Spec, value); }

    /// <summary>Decay rate of <c>exp_avg_sq</c>; default 0.98, in [0, 1).</summary>
    public double Beta2 { get => Get(Beta2Spec); set => Set(Beta2Spec, value); }

    /// <summary>Added to the denominator; default 1e-8.</summary>
    public double Eps { get => Get(EpsSpec); set => Set(EpsSpec, value); }

    /// <summary>Relative shrinkage per step of a tensor above its target rms, not multiplied by lr; default 1e-3, in [0, 0.1].</summary>
    public double WeightDecay { get => Get(WeightDecaySpec); set => Set(WeightDecaySpec, value); }

    /// <summary>Only tensors whose rms exceeds this are decayed; default 0.1, in (0, 10].</summary>
    public double TargetRms { get => Get(TargetRmsSpec); set => Set(TargetRmsSpec, value); }

    /// <summary>Study switch: round the decay factor to float32 as the draft does (defect E02); default false.</summary>
    public bool DecayFactorFloat32 { get => Get(DecayFactorFloat32Spec) != 0; set => Set(DecayFactorFloat32Spec, value ? 1 : 0); }
}
