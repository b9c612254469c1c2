using OptimNotebookExt.Projections;

namespace OptimNotebookExt.Optimizers;

/// <summary>Hyper-parameters of <see cref="NeutralGradient"/>.</summary>
public sealed class NeutralGradientOptions : ResearchOptions
{
    private static readonly OptionSpec LrSpec = OptionSpec.NonNegative("lr", 3e-2);
    private static readonly OptionSpec Beta1Spec = OptionSpec.Beta("beta1", 0.9);
    private static readonly OptionSpec Beta2Spec = OptionSpec.Beta("beta2", 0.98);
    private static readonly OptionSpec Beta3Spec = OptionSpec.Beta("beta3", 0.95);
    private static readonly OptionSpec ScaleSpeedSpec =
        new("scale_speed", 0.1, 0, 1, MinimumAllowed: false, MaximumAllowed: false);
    private static readonly OptionSpec GradEpsSpec = OptionSpec.NonNegative("grad_eps", 1e-10);
    private static readonly OptionSpec ParamEpsSpec = OptionSpec.NonNegative("param_eps", 1e-6);
    private static readonly OptionSpec ParamRelEpsSpec = OptionSpec.Positive("param_rel_eps", 1e-4);
    private static readonly OptionSpec ParamRelMaxSpec = OptionSpec.Positive("param_rel_max", 1.0);
    private static readonly OptionSpec ParamReverseCutoffSpec = OptionSpec.Positive("param_reverse_cutoff", 4.0);
    private static readonly OptionSpec ParamMaxRmsSpec = OptionSpec.Positive("param_max_rms", 2.0);
    private static readonly OptionSpec ParamMinRmsSpec = OptionSpec.NonNegative("param_min_rms", 1e-5);
    private static readonly OptionSpec MaxFullcovSizeSpec = OptionSpec.Count("max_fullcov_size", 1023, 0);
    private static readonly OptionSpec EstimatePeriodSpec = OptionSpec.Count("estimate_period", 2000, 2);
    private static readonly OptionSpec StatsStepsSpec = OptionSpec.Count("stats_steps", 200);
    private static readonly OptionSpec ParamPowSpec = OptionSpec.Positive("param_pow", 0.5);
    private static readonly OptionSpec GradPowSpec = OptionSpec.Positive("grad_pow", 1.0);
    private static readonly OptionSpec LrForSpeedupSpec = OptionSpec.Positive("lr_for_speedup", 0.03);
    private static readonly OptionSpec SpeedupRecalibratePeriodSpec = OptionSpec.Count("speedup_recalibrate_period", 100);
    private static readonly OptionSpec SpeedupFirstStepSpec = OptionSpec.Count("speedup_first_step", 500, 0);
    private static readonly OptionSpec FixParamScaleArgsSpec = OptionSpec.Switch("fix_param_scale_args");
    private static readonly OptionSpec MaxEstimatesPerStepSpec = OptionSpec.Count("max_estimates_per_step", 0, 0);
    private static readonly OptionSpec BasisToleranceSpec = OptionSpec.NonNegative("basis_tolerance", 0);
    private static readonly OptionSpec[] All =
    [
        LrSpec, Beta1Spec, Beta2Spec, Beta3Spec, ScaleSpeedSpec, GradEpsSpec, ParamEpsSpec, ParamRelEpsSpec,
        ParamRelMaxSpec, ParamReverseCutoffSpec, ParamMaxRmsSpec, ParamMinRmsSpec, MaxFullcovSizeSpec,
        EstimatePeriodSpec, StatsStepsSpec, ParamPowSpec, GradPowSpec, LrForSpeedupSpec,
        SpeedupRecalibratePeriodSpec, SpeedupFirstStepSpec, FixParamScaleArgsSpec,
        MaxEstimatesPerStepSpec, BasisToleranceSpec,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<OptionSpec> Specs => All;

    /// <summary>Decay rate of <c>delta</c>, the momentum; default 0.9, in [0, 1).</summary>
    public double Beta1 { get => Get(Beta1Spec); set => Set(Beta1Spec, value); }

    /// <summary>Decay rate of the second moments; default 0.98, in [0, 1).</summary>
    public double Beta2 { get => Get(Beta2Spec); set => Set(Beta2Spec, value); }

    /// <summary>Decay rate of <c>param_cov_{dim}</c> over re-estimates; default 0.95, in [0, 1).</summary>
    public double Beta3 { get => Get(Beta3Spec); set => Set(Beta3Spec, value); }

    /// <summary>Speed of the scale update relative to lr; default 0.1, in (0, 1).</summary>
    public double ScaleSpeed { get => Get(ScaleSpeedSpec); set => Set(ScaleSpeedSpec, value); }

    /// <summary>Added to the gradients' denominators; default 1e-10.</summary>
    public double GradEps { get => Get(GradEpsSpec); set => Set(GradEpsSpec, value); }

    /// <summary>Absolute floor of a parameter's rms in the projections; default 1e-6.</summary>
    public double ParamEps { get => Get(ParamEpsSpec); set => Set(ParamEpsSpec, value); }

    /// <summary>Relative floor of parameter variances in <see cref="SpectrumSmoothing"/>; default 1e-4.</summary>
    public double ParamRelEps { get => Get(ParamRelEpsSpec); set => Set(ParamRelEpsSpec, value); }

    /// <summary>Relative ceiling of parameter variances in <see cref="SpectrumSmoothing"/>; default 1.</summary>
    public double ParamRelMax { get => Get(ParamRelMaxSpec); set => Set(ParamRelMaxSpec, value); }

    /// <summary>Variances above this multiple of the mean are pushed down again; default 4.</summary>
    public double ParamReverseCutoff { get => Get(ParamReverseCutoffSpec); set => Set(ParamReverseCutoffSpec, value); }

    /// <summary>A tensor whose rms is above this is pulled back by the scale update; default 2. No hard limit (N10).</summary>
    public double ParamMaxRms { get => Get(ParamMaxRmsSpec); set => Set(ParamMaxRmsSpec, value); }

    /// <summary>A tensor whose rms is below this is pushed up by the scale update; default 1e-5.</summary>
    public double ParamMinRms { get => Get(ParamMinRmsSpec); set => Set(ParamMinRmsSpec, value); }

    /// <summary>Axes longer than this have a diagonal projection; default 1023.</summary>
    public long MaxFullcovSize { get => (long)Get(MaxFullcovSizeSpec); set => Set(MaxFullcovSizeSpec, value); }

    /// <summary>Steps between re-estimates of the projections; default 2000, at least 2, so that statistics are gathered in between.</summary>
    public long EstimatePeriod { get => (long)Get(EstimatePeriodSpec); set => Set(EstimatePeriodSpec, value); }

    /// <summary>Steps before a re-estimate in which gradient statistics are gathered; default 200, below estimate_period.</summary>
    public long StatsSteps { get => (long)Get(StatsStepsSpec); set => Set(StatsStepsSpec, value); }

    /// <summary>Power taken of smoothed parameter variances; default 0.5, above 0.</summary>
    public double ParamPow { get => Get(ParamPowSpec); set => Set(ParamPowSpec, value); }

    /// <summary>Power taken of gradient variances; default 1, above 0.</summary>
    public double GradPow { get => Get(GradPowSpec); set => Set(GradPowSpec, value); }

    /// <summary>Below this learning rate parameters may be updated less often; default 0.03.</summary>
    public double LrForSpeedup { get => Get(LrForSpeedupSpec); set => Set(LrForSpeedupSpec, value); }

    /// <summary>Steps between recalibrations of the update periods; default 100.</summary>
    public long SpeedupRecalibratePeriod { get => (long)Get(SpeedupRecalibratePeriodSpec); set => Set(SpeedupRecalibratePeriodSpec, value); }

    /// <summary>First step at which the update periods are calibrated; default 500.</summary>
    public long SpeedupFirstStep { get => (long)Get(SpeedupFirstStepSpec); set => Set(SpeedupFirstStepSpec, value); }

    /// <summary>Study switch: true repairs the exchanged arguments of the published code (defect N01); default false.</summary>
    public bool FixParamScaleArgs { get => Get(FixParamScaleArgsSpec) != 0; set => Set(FixParamScaleArgsSpec, value ? 1 : 0); }

    /// <summary>
    /// Off-step refresh: at most so many tensors of a group re-estimate their projections in one step, in the order of the
    /// parameters; the others wait with the projections they have. Default 0: all whose period is over, as published. To be
    /// larger than the number of tensors divided by estimate_period.
    /// </summary>
    public long MaxEstimatesPerStep { get => (long)Get(MaxEstimatesPerStepSpec); set => Set(MaxEstimatesPerStepSpec, value); }

    /// <summary>
    /// A re-estimate keeps an axis' previous basis U, without a decomposition, where it still diagonalizes the new P so far:
    /// ‖B - diag B‖ ≤ basis_tolerance·‖B‖, B = UᵀPU, Frobenius norms. Default 0: never, as published.
    /// </summary>
    public double BasisTolerance { get => Get(BasisToleranceSpec); set => Set(BasisToleranceSpec, value); }

    /// <summary>The group's own step count for the speed-up; starts at minus <see cref="SpeedupFirstStep"/>.</summary>
    internal long SpeedupStep { get; set; }

    /// <inheritdoc/>
    public override void LoadStateDict(TorchSharp.Modules.OptimizerOptions source)
    {
        base.LoadStateDict(source);
        SpeedupStep = ((NeutralGradientOptions)source).SpeedupStep;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        SpeedupStep = reader.ReadInt64();
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(SpeedupStep);
    }

    internal override IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long> { ["speedup_step"] = SpeedupStep };

    internal override void SetCounts(IReadOnlyDictionary<string, long> counts) => SpeedupStep = counts["speedup_step"];

    internal override void Validate()
    {
        if (StatsSteps > EstimatePeriod)
            throw new ArgumentOutOfRangeException("stats_steps", StatsSteps, $"stats_steps must be at most estimate_period ({EstimatePeriod}), but is {StatsSteps}.");
        if (ParamMinRms >= ParamMaxRms)
            throw new ArgumentOutOfRangeException("param_min_rms", ParamMinRms, $"param_min_rms must be below param_max_rms ({ParamMaxRms}), but is {ParamMinRms}.");
    }
}
