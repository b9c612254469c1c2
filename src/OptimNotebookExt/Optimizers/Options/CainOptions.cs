namespace OptimNotebookExt.Optimizers;

/// <summary>Hyper-parameters of <see cref="Cain"/>.</summary>
public sealed class CainOptions : ResearchOptions
{
    private static readonly OptionSpec LrSpec = OptionSpec.NonNegative("lr", 1e-2);
    private static readonly OptionSpec Beta1Spec = OptionSpec.Beta("beta1", 0.9);
    private static readonly OptionSpec Beta2Spec = OptionSpec.Beta("beta2", 0.98);
    private static readonly OptionSpec EpsSpec = OptionSpec.NonNegative("eps", 1e-8);
    private static readonly OptionSpec ScaleSpeedSpec =
        new("scale_speed", 0.05, 0, 1, MinimumAllowed: false, MaximumAllowed: false);
    private static readonly OptionSpec RmsEpsSpec =
        new("rms_eps", 1e-5, 0, 0.1, MinimumAllowed: false, MaximumAllowed: false);
    private static readonly OptionSpec ParamMaxSpec = new("param_max", 20, 0.1, 1e4, MinimumAllowed: false);
    private static readonly OptionSpec[] All =
        [LrSpec, Beta1Spec, Beta2Spec, EpsSpec, ScaleSpeedSpec, RmsEpsSpec, ParamMaxSpec];

    /// <inheritdoc/>
    public override IReadOnlyList<OptionSpec> Specs => All;

    /// <summary>Decay rate of <c>delta</c>, the momentum; default 0.9, in [0, 1).</summary>
    public double Beta1 { get => Get(Beta1Spec); set => Set(Beta1Spec, value); }

    /// <summary>Decay rate of the second moments; default 0.98, in [0, 1).</summary>
    public double Beta2 { get => Get(Beta2Spec); set => Set(Beta2Spec, value); }

    /// <summary>Added to the denominators; default 1e-8.</summary>
    public double Eps { get => Get(EpsSpec); set => Set(EpsSpec, value); }

    /// <summary>Speed of the scale update relative to lr; default 0.05, in (0, 1). Honoured, unlike in the draft (defect C01).</summary>
    public double ScaleSpeed { get => Get(ScaleSpeedSpec); set => Set(ScaleSpeedSpec, value); }

    /// <summary>Floor of a parameter element when its rms is taken; default 1e-5, in (0, 0.1).</summary>
    public double RmsEps { get => Get(RmsEpsSpec); set => Set(RmsEpsSpec, value); }

    /// <summary>Every tenth step parameters are clamped to ± this; default 20, in (0.1, 1e4].</summary>
    public double ParamMax { get => Get(ParamMaxSpec); set => Set(ParamMaxSpec, value); }
}
