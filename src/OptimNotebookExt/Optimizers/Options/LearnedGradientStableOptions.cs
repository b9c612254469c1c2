namespace OptimNotebookExt.Optimizers;

/// <summary>Hyper-parameters of <see cref="LearnedGradient"/> in its stable form.</summary>
public sealed class LearnedGradientStableOptions : ResearchOptions, ILearnedStep
{
    private static readonly OptionSpec LrSpec = OptionSpec.NonNegative("lr", 5e-2);
    private static readonly OptionSpec EtaSpec = new("eta", 5e-2, -1, 1);
    private static readonly OptionSpec ShrinkSpec = new("shrink", 0.02, 0, 1);
    private static readonly OptionSpec BaseSpec = new("base", 0.5, 0, 2);
    private static readonly OptionSpec BaseEpsSpec = OptionSpec.Positive("base_eps", 1e-4);
    private static readonly OptionSpec ForgetSpec = new("forget", 0, 0, 100);
    private static readonly OptionSpec RotatedSpec = OptionSpec.Switch("rotated");
    private static readonly OptionSpec PeriodSpec = OptionSpec.Count("period", 10);
    private static readonly OptionSpec EigEverySpec = OptionSpec.Count("eig_every", 5);
    private static readonly OptionSpec CovBetaSpec = OptionSpec.Beta("cov_beta", 0.995);
    private static readonly OptionSpec SizeLrScaleSpec = OptionSpec.NonNegative("size_lr_scale", 0.1);
    private static readonly OptionSpec Beta1Spec = OptionSpec.Beta("beta1", 0.9);
    private static readonly OptionSpec Beta2Spec = OptionSpec.Beta("beta2", 0.98);
    private static readonly OptionSpec EpsSpec = OptionSpec.Positive("eps", 1e-8);
    private static readonly OptionSpec ParamMinRmsSpec = OptionSpec.NonNegative("param_min_rms", 1e-5);
    private static readonly OptionSpec ParamMaxRmsSpec = OptionSpec.Positive("param_max_rms", 2.0);
    private static readonly OptionSpec MaxStepScaleSpec = OptionSpec.Positive("max_step_scale", 2.0);
    private static readonly OptionSpec[] All =
    [
        LrSpec, EtaSpec, ShrinkSpec, ForgetSpec, BaseSpec, BaseEpsSpec, RotatedSpec, PeriodSpec, EigEverySpec, CovBetaSpec,
        SizeLrScaleSpec, Beta1Spec, Beta2Spec, EpsSpec, ParamMinRmsSpec, ParamMaxRmsSpec, MaxStepScaleSpec,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OptionSpec> Specs => All;

    /// <summary>
    /// Length of a step of the learned factors <c>K_{dim}</c>, not multiplied by lr; default 0.05, in [-1, 1]. 0 learns
    /// nothing and leaves the base alone; below 0 it goes the wrong way, a control for studies.
    /// </summary>
    public double Eta { get => Get(EtaSpec); set => Set(EtaSpec, value); }

    /// <summary>α: how far K·Kᵀ is drawn to the identity at every update; default 0.02, in [0, 1].</summary>
    public double Shrink { get => Get(ShrinkSpec); set => Set(ShrinkSpec, value); }

    /// <summary>
    /// How fast the learned factors are forgotten while the learning rate falls: at every update they keep (1 - shrink)·(the rate now
    /// over that of the last update)^forget; default 0, from 0 to 100. A parameter whose first step was with 0 stays with 0.
    /// </summary>
    public double Forget { get => Get(ForgetSpec); set => Set(ForgetSpec, value); }

    /// <summary>
    /// The base is <c>P = C^(-base/2)</c>; default 0.5, in [0, 2]. With 0 at a parameter's first step there is no base: it
    /// keeps neither <c>P_{dim}</c> nor <c>grad_cov_{dim}</c>, and decomposes nothing.
    /// </summary>
    public double Base { get => Get(BaseSpec); set => Set(BaseSpec, value); }

    /// <summary>Added to the eigenvalues of C, whose mean diagonal is 1, before the power; default 1e-4, above 0.</summary>
    public double BaseEps { get => Get(BaseEpsSpec); set => Set(BaseEpsSpec, value); }

    /// <summary>
    /// Whether the base scales every element in the eigenvectors of the covariances by the second moment it has there, as
    /// SOAP does, instead of each axis by a power of its covariance; default false. What a parameter has at its first step
    /// it keeps: <c>Q_{dim}</c>, <c>rotated_sq</c> and <c>rotated_scale</c> instead of <c>P_{dim}</c>.
    /// </summary>
    public bool Rotated { get => Get(RotatedSpec) != 0; set => Set(RotatedSpec, value ? 1 : 0); }

    /// <summary>T: steps between updates of the matrices, and gradients that an update averages; default 10.</summary>
    public long Period { get => (long)Get(PeriodSpec); set => Set(PeriodSpec, value); }

    /// <summary>Updates from one decomposition of the base to the next; default 5.</summary>
    public long EigEvery { get => (long)Get(EigEverySpec); set => Set(EigEverySpec, value); }

    /// <summary>Decay rate of <c>grad_cov_{dim}</c>, which takes in every gradient; default 0.995, in [0, 1).</summary>
    public double CovBeta { get => Get(CovBetaSpec); set => Set(CovBetaSpec, value); }

    /// <summary>Learning rate of a tensor's overall size, relative to lr; default 0.1.</summary>
    public double SizeLrScale { get => Get(SizeLrScaleSpec); set => Set(SizeLrScaleSpec, value); }

    /// <summary>Decay rate of <c>exp_avg</c>; default 0.9, in [0, 1).</summary>
    public double Beta1 { get => Get(Beta1Spec); set => Set(Beta1Spec, value); }

    /// <summary>Decay rate of the second moments; default 0.98, in [0, 1).</summary>
    public double Beta2 { get => Get(Beta2Spec); set => Set(Beta2Spec, value); }

    /// <summary>Floor of rms values and denominators; default 1e-8.</summary>
    public double Eps { get => Get(EpsSpec); set => Set(EpsSpec, value); }

    /// <summary>A tensor whose rms is below this grows at the full size rate; default 1e-5.</summary>
    public double ParamMinRms { get => Get(ParamMinRmsSpec); set => Set(ParamMinRmsSpec, value); }

    /// <summary>A tensor whose rms is above this shrinks at the full size rate; default 2.</summary>
    public double ParamMaxRms { get => Get(ParamMaxRmsSpec); set => Set(ParamMaxRmsSpec, value); }

    /// <summary>Elements of a step are clamped to ± this times the step's rms; default 2.</summary>
    public double MaxStepScale { get => Get(MaxStepScaleSpec); set => Set(MaxStepScaleSpec, value); }
}
