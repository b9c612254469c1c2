using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Tests.Optimizers.HowTo;

/// <summary>Hyper-parameters of <see cref="Lion"/>.</summary>
internal sealed class LionOptions : ResearchOptions
{
    private static readonly OptionSpec LrSpec = OptionSpec.NonNegative("lr", 1e-4);
    private static readonly OptionSpec Beta1Spec = OptionSpec.Beta("beta1", 0.9);
    private static readonly OptionSpec Beta2Spec = OptionSpec.Beta("beta2", 0.99);
    private static readonly OptionSpec[] All = [LrSpec, Beta1Spec, Beta2Spec];

    /// <inheritdoc/>
    public override IReadOnlyList<OptionSpec> Specs => All;

    /// <summary>Weight of exp_avg in the step's direction; default 0.9, in [0, 1).</summary>
    public double Beta1 { get => Get(Beta1Spec); set => Set(Beta1Spec, value); }

    /// <summary>Decay rate of exp_avg; default 0.99, in [0, 1).</summary>
    public double Beta2 { get => Get(Beta2Spec); set => Set(Beta2Spec, value); }
}
