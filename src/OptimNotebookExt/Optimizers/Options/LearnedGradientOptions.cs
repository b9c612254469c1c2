namespace OptimNotebookExt.Optimizers;

/// <summary>Hyper-parameters of <c>LearnedGradient.Draft</c>, the draft's form; those of the stable form are <see cref="LearnedGradientStableOptions"/>.</summary>
public sealed class LearnedGradientOptions : ResearchOptions, ILearnedStep
{
    private static readonly OptionSpec LrSpec = OptionSpec.NonNegative("lr", 3e-2);
    private static readonly OptionSpec SizeLrScaleSpec = OptionSpec.NonNegative("size_lr_scale", 0.1);
    private static readonly OptionSpec MetaLrScaleSpec = OptionSpec.NonNegative("meta_lr_scale", 1.0);
    private static readonly OptionSpec Beta1Spec = OptionSpec.Beta("beta1", 0.9);
    private static readonly OptionSpec Beta2Spec = OptionSpec.Beta("beta2", 0.98);
    private static readonly OptionSpec EpsSpec = OptionSpec.Positive("eps", 1e-8);
    private static readonly OptionSpec ParamMinRmsSpec = OptionSpec.NonNegative("param_min_rms", 1e-5);
    private static readonly OptionSpec ParamMaxRmsSpec = OptionSpec.Positive("param_max_rms", 2.0);
    private static readonly OptionSpec LrEstPeriodSpec = OptionSpec.Count("lr_est_period", 10);
    private static readonly OptionSpec MaxStepScaleSpec = OptionSpec.Positive("max_step_scale", 2.0);
    private static readonly OptionSpec SymmetrizeMetaGradSpec = OptionSpec.Switch("symmetrize_meta_grad", true);
    private static readonly OptionSpec MetaLrTwiceSpec = OptionSpec.Switch("meta_lr_twice");
    private static readonly OptionSpec[] All =
    [
        LrSpec, SizeLrScaleSpec, MetaLrScaleSpec, Beta1Spec, Beta2Spec, EpsSpec, ParamMinRmsSpec, ParamMaxRmsSpec,
        LrEstPeriodSpec, MaxStepScaleSpec, SymmetrizeMetaGradSpec, MetaLrTwiceSpec,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OptionSpec> Specs => All;

    /// <summary>Learning rate of a tensor's overall size, relative to lr; default 0.1.</summary>
    public double SizeLrScale { get => Get(SizeLrScaleSpec); set => Set(SizeLrScaleSpec, value); }

    /// <summary>Learning rate of the matrices <c>lr_{dim}</c>, relative to lr; default 1.0 (the draft's, at which they collapse).</summary>
    public double MetaLrScale { get => Get(MetaLrScaleSpec); set => Set(MetaLrScaleSpec, value); }

    /// <summary>Decay rate of <c>exp_avg</c>; default 0.9, in [0, 1).</summary>
    public double Beta1 { get => Get(Beta1Spec); set => Set(Beta1Spec, value); }

    /// <summary>Decay rate of <c>grad_cov_{dim}</c> and the second moments; default 0.98, in [0, 1).</summary>
    public double Beta2 { get => Get(Beta2Spec); set => Set(Beta2Spec, value); }

    /// <summary>Floor of rms values and denominators; default 1e-8.</summary>
    public double Eps { get => Get(EpsSpec); set => Set(EpsSpec, value); }

    /// <summary>A tensor whose rms is below this grows at the full size rate; default 1e-5.</summary>
    public double ParamMinRms { get => Get(ParamMinRmsSpec); set => Set(ParamMinRmsSpec, value); }

    /// <summary>A tensor whose rms is above this shrinks at the full size rate; default 2.</summary>
    public double ParamMaxRms { get => Get(ParamMaxRmsSpec); set => Set(ParamMaxRmsSpec, value); }

    /// <summary>Steps between updates of the matrices; default 10.</summary>
    public long LrEstPeriod { get => (long)Get(LrEstPeriodSpec); set => Set(LrEstPeriodSpec, value); }

    /// <summary>Elements of a step are clamped to ± this times the step's rms; default 2.</summary>
    public double MaxStepScale { get => Get(MaxStepScaleSpec); set => Set(MaxStepScaleSpec, value); }

    /// <summary>Study switch: false leaves the meta-gradient unsymmetrized as the draft does (defect L19); default true.</summary>
    public bool SymmetrizeMetaGrad { get => Get(SymmetrizeMetaGradSpec) != 0; set => Set(SymmetrizeMetaGradSpec, value ? 1 : 0); }

    /// <summary>Study switch: true applies the meta rate twice as the draft does (defect L16); default false.</summary>
    public bool MetaLrTwice { get => Get(MetaLrTwiceSpec) != 0; set => Set(MetaLrTwiceSpec, value ? 1 : 0); }
}
