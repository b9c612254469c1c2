using TorchSharp.Modules;
using static OptimNotebookExt.Optimizers.OptimizerBadInput;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// The optimizers of the package, one row each. A new one is registered here, and every tool knows it and the contract
/// tests hold it to what all must do.
/// </summary>
public static class OptimizerCatalog
{
    private const string Beta = "in [0, 1)";
    private const string NonNegative = "in [0, ∞)";
    private const string Positive = "in (0, ∞)";

    /// <summary>Every optimizer.</summary>
    public static IReadOnlyList<OptimizerInfo> All { get; } =
    [
        Row<EveOptions>(
            nameof(Eve),
            (group, options, _) => new Eve([group], options),
            new() { ["lr"] = 0.01 },
            [
                Of("lr", -1, NonNegative), Of("lr", double.NaN, NonNegative), Of("lr", double.PositiveInfinity, NonNegative),
                Of("beta1", 1, Beta), Of("beta1", -0.1, Beta), Of("beta2", 1, Beta), Of("eps", -1e-9, NonNegative),
                Of("weight_decay", 0.11, "in [0, 0.1]"), Of("weight_decay", -1e-3, "in [0, 0.1]"),
                Of("target_rms", 0, "in (0, 10]"), Of("target_rms", 11, "in (0, 10]"), Of("decay_factor_float32", 2, "a whole number in [0, 1]"),
            ]),
        Row<CainOptions>(
            nameof(Cain),
            (group, options, _) => new Cain([group], options),
            new() { ["lr"] = 0.03 },
            [
                Of("lr", -1, NonNegative), Of("beta1", 1, Beta), Of("beta2", 1.5, Beta), Of("eps", -1, NonNegative),
                Of("scale_speed", 0, "in (0, 1)"), Of("scale_speed", 1, "in (0, 1)"), Of("rms_eps", 0, "in (0, 0.1)"), Of("rms_eps", 0.1, "in (0, 0.1)"),
                Of("param_max", 0.1, "in (0.1, 10000]"), Of("param_max", 2e4, "in (0.1, 10000]"),
            ]),
        Row<LearnedGradientOptions>(
            nameof(LearnedGradient),
            (group, options, _) => LearnedGradient.Draft([group], options),
            new() { ["lr"] = 0.05, ["meta_lr_scale"] = 0.01 },
            [
                Of("lr", double.PositiveInfinity, NonNegative), Of("size_lr_scale", -1, NonNegative), Of("meta_lr_scale", -1, NonNegative),
                Of("beta1", 1, Beta), Of("beta2", -1, Beta), Of("eps", 0, Positive), Of("param_min_rms", -1, NonNegative), Of("param_max_rms", 0, Positive),
                Of("lr_est_period", 0, "a whole number in [1, 9.0072E+15]"), Of("lr_est_period", 1.5, "a whole number in [1, 9.0072E+15]"),
                Of("max_step_scale", 0, Positive), Of("symmetrize_meta_grad", 0.5, "a whole number in [0, 1]"), Of("meta_lr_twice", -1, "a whole number in [0, 1]"),
            ],
            // Each meta-step multiplies a matrix by itself and magnifies what rounding made of it: parameters were seen
            // 2.5e-5 apart in float32, matrices ten times as much.
            singlePrecisionFactor: 5,
            stateFactor: (5, 1)),
        Row<LearnedGradientStableOptions>(
            LearnedGradient.StableName,
            (group, options, _) => new LearnedGradient([group], options),
            new() { ["lr"] = 0.05, ["eta"] = 0.1, ["period"] = 4, ["eig_every"] = 2 },
            [
                Of("lr", -1, NonNegative), Of("eta", 1.5, "in [-1, 1]"), Of("eta", double.NaN, "in [-1, 1]"), Of("shrink", -0.1, "in [0, 1]"), Of("shrink", 1.1, "in [0, 1]"),
                Of("forget", -1, "in [0, 100]"), Of("base", -0.5, "in [0, 2]"), Of("base", 3, "in [0, 2]"), Of("base_eps", 0, Positive), Of("rotated", 0.5, "a whole number in [0, 1]"),
                Of("period", 0, "a whole number in [1, 9.0072E+15]"), Of("period", 2.5, "a whole number in [1, 9.0072E+15]"), Of("eig_every", 0, "a whole number in [1, 9.0072E+15]"),
                Of("cov_beta", 1, Beta), Of("size_lr_scale", -1, NonNegative), Of("beta1", 1, Beta), Of("beta2", -1, Beta), Of("eps", 0, Positive),
                Of("param_min_rms", -1, NonNegative), Of("param_max_rms", 0, Positive), Of("max_step_scale", 0, Positive),
            ],
            singlePrecisionFactor: 25,
            stateFactor: (4, 1)),
        Row<NeutralGradientOptions>(
            nameof(NeutralGradient),
            (group, options, draws) => new NeutralGradient([group], options, draws),
            new() { ["lr"] = 0.04, ["estimate_period"] = 20, ["stats_steps"] = 15, ["lr_for_speedup"] = 0.1, ["speedup_first_step"] = 10, ["speedup_recalibrate_period"] = 10 },
            [
                Of("lr", -1, NonNegative), Of("beta1", 1, Beta), Of("beta2", 1, Beta), Of("beta3", 1, Beta), Of("scale_speed", 1, "in (0, 1)"),
                Of("grad_eps", -1, NonNegative), Of("param_eps", -1, NonNegative), Of("param_rel_eps", 0, Positive), Of("param_rel_max", 0, Positive),
                Of("param_reverse_cutoff", 0, Positive), Of("param_max_rms", 0, Positive), Of("param_min_rms", -1, NonNegative),
                Of("max_fullcov_size", -1, "a whole number in [0, 9.0072E+15]"), Of("estimate_period", 1, "a whole number in [2, 9.0072E+15]"),
                Of("stats_steps", 0, "a whole number in [1, 9.0072E+15]"), Of("param_pow", 0, Positive), Of("grad_pow", 0, Positive), Of("lr_for_speedup", 0, Positive),
                Of("speedup_recalibrate_period", 0, "a whole number in [1, 9.0072E+15]"), Of("speedup_first_step", -1, "a whole number in [0, 9.0072E+15]"),
                Of("fix_param_scale_args", 2, "a whole number in [0, 1]"),
                Of("max_estimates_per_step", -1, "a whole number in [0, 9.0072E+15]"), Of("basis_tolerance", -1, NonNegative),
                new(new Dictionary<string, double> { ["estimate_period"] = 10, ["stats_steps"] = 11 }, "stats_steps", "stats_steps must be at most estimate_period (10), but is 11."),
                new(new Dictionary<string, double> { ["param_min_rms"] = 3 }, "param_min_rms", "param_min_rms must be below param_max_rms (2), but is 3."),
            ],
            // The eigenvectors of close eigenvalues follow rounding, and the projections are these.
            singlePrecisionFactor: 50,
            stateFactor: (20, 100)),
    ];

    /// <summary>The optimizer of this name.</summary>
    /// <param name="name">The class name, for example <c>Cain</c>.</param>
    /// <param name="info">Its row.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGet(string name, out OptimizerInfo info)
    {
        info = All.FirstOrDefault(e => e.Name == name)!;
        return info is not null;
    }

    internal static OptimizerInfo Row<TOptions>(
        string name,
        Func<ParamGroup<TOptions>, TOptions, IRandomDraws?, ResearchOptimizer> create,
        Dictionary<string, double> shortRun,
        OptimizerBadInput[] badInputs,
        double singlePrecisionFactor = 1,
        (double, double)? stateFactor = null)
        where TOptions : ResearchOptions, new() => new(
            name,
            () => new TOptions(),
            (parameters, options) => new NamedParamGroup<TOptions>(parameters, (TOptions?)options),
            (group, options, draws) => create((NamedParamGroup<TOptions>)group, (TOptions)options, draws))
        {
            ShortRun = shortRun.AsReadOnly(),
            BadInputs = badInputs,
            SinglePrecisionFactor = singlePrecisionFactor,
            StateFactor = stateFactor ?? (1, 1),
        };
}
