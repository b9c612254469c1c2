using OptimNotebookExt.Projections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// Works in coordinates in which gradient and parameter covariances match: on every axis a projection <c>proj_{dim}</c>
/// made from P·G·P = C, re-estimated every estimate_period steps. At low learning rates parameters may be updated less
/// often. State per parameter: <c>step</c>, <c>step_period</c>, <c>n_cached_grads</c>, <c>cached_grad</c>, <c>delta</c>,
/// <c>exp_avg_sq</c>, <c>grad_times_step</c>; with more than one element <c>scale</c>, <c>scale_exp_avg_sq</c>; with
/// matrices <c>step_within_period</c>, <c>scalar_exp_avg_sq</c> and per axis <c>proj_{dim}</c> (size × size, or size above
/// max_fullcov_size), <c>param_cov_{dim}</c>, <c>grad_cov_{dim}</c> (while statistics are gathered),
/// <c>grad_cov_count_{dim}</c>. Source: class <c>NeutralGradient</c>, the draft's predecessor (icefall 0b811546f).
/// </summary>
/// <example><code>var optimizer = new NeutralGradient(model.parameters(), lr: 0.04, estimate_period: 500, stats_steps: 100);</code></example>
public sealed partial class NeutralGradient : ResearchOptimizer
{
    private long estimatesLeft;
    private IRandomDraws draws;

    /// <summary>Makes a NeutralGradient over parameters without names.</summary>
    /// <param name="parameters">Parameters to optimize, float32 or float64, each once.</param>
    /// <param name="lr">Learning rate relative to the parameter's rms, at least 0.</param>
    /// <param name="beta1">Decay rate of <c>delta</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of the second moments, in [0, 1).</param>
    /// <param name="beta3">Decay rate of <c>param_cov_{dim}</c> over re-estimates, in [0, 1).</param>
    /// <param name="scale_speed">Speed of the scale update relative to lr, in (0, 1).</param>
    /// <param name="estimate_period">Steps between re-estimates of the projections, at least 2.</param>
    /// <param name="stats_steps">Steps before a re-estimate in which statistics are gathered, at most estimate_period.</param>
    /// <param name="max_fullcov_size">Axes longer than this have a diagonal projection.</param>
    /// <param name="lr_for_speedup">Below this learning rate parameters may be updated less often, above 0.</param>
    /// <param name="draws">Random draws; <see cref="SeededDraws"/> with seed 0 when null.</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    /// <remarks>The other hyper-parameters are set through <see cref="NeutralGradientOptions"/>.</remarks>
    public NeutralGradient(IEnumerable<Parameter> parameters, double lr = 3e-2, double beta1 = 0.9, double beta2 = 0.98, double beta3 = 0.95, double scale_speed = 0.1, long estimate_period = 2000, long stats_steps = 200, long max_fullcov_size = 1023, double lr_for_speedup = 0.03, IRandomDraws? draws = null)
        : this(Unnamed(parameters), lr, beta1, beta2, beta3, scale_speed, estimate_period, stats_steps, max_fullcov_size, lr_for_speedup, draws)
    {
    }

    /// <summary>Makes a NeutralGradient over named parameters.</summary>
    /// <param name="parameters">Names and parameters, as <c>module.named_parameters()</c> gives them.</param>
    /// <param name="lr">Learning rate relative to the parameter's rms, at least 0.</param>
    /// <param name="beta1">Decay rate of <c>delta</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of the second moments, in [0, 1).</param>
    /// <param name="beta3">Decay rate of <c>param_cov_{dim}</c> over re-estimates, in [0, 1).</param>
    /// <param name="scale_speed">Speed of the scale update relative to lr, in (0, 1).</param>
    /// <param name="estimate_period">Steps between re-estimates of the projections, at least 2.</param>
    /// <param name="stats_steps">Steps before a re-estimate in which statistics are gathered, at most estimate_period.</param>
    /// <param name="max_fullcov_size">Axes longer than this have a diagonal projection.</param>
    /// <param name="lr_for_speedup">Below this learning rate parameters may be updated less often, above 0.</param>
    /// <param name="draws">Random draws; <see cref="SeededDraws"/> with seed 0 when null.</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    /// <remarks>The other hyper-parameters are set through <see cref="NeutralGradientOptions"/>.</remarks>
    public NeutralGradient(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 3e-2, double beta1 = 0.9, double beta2 = 0.98, double beta3 = 0.95, double scale_speed = 0.1, long estimate_period = 2000, long stats_steps = 200, long max_fullcov_size = 1023, double lr_for_speedup = 0.03, IRandomDraws? draws = null)
        : this(
            [new NamedParamGroup<NeutralGradientOptions>(parameters)],
            new NeutralGradientOptions
            {
                LearningRate = lr,
                Beta1 = beta1,
                Beta2 = beta2,
                Beta3 = beta3,
                ScaleSpeed = scale_speed,
                EstimatePeriod = estimate_period,
                StatsSteps = stats_steps,
                MaxFullcovSize = max_fullcov_size,
                LrForSpeedup = lr_for_speedup,
            },
            draws)
    {
    }

    /// <summary>Makes a NeutralGradient over groups with their own options.</summary>
    /// <param name="groups">Groups, for example <see cref="NamedParamGroup{TOptions}"/>.</param>
    /// <param name="defaults">What a group's options leave unset; NeutralGradient's defaults when null.</param>
    /// <param name="draws">Random draws; <see cref="SeededDraws"/> with seed 0 when null.</param>
    /// <exception cref="ArgumentException">No group, or parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public NeutralGradient(IEnumerable<ParamGroup<NeutralGradientOptions>> groups, NeutralGradientOptions? defaults = null, IRandomDraws? draws = null)
        : base(groups, defaults ?? new NeutralGradientOptions())
    {
        this.draws = draws ?? new SeededDraws();
    }

    /// <summary>Updates every parameter at every step again, until the periods are calibrated anew after speedup_first_step steps.</summary>
    public void ResetSpeedup()
    {
        foreach (var group in _parameter_groups)
            InitializeGroup((ResearchOptions)group.Options);
        foreach (var state in States.Where(s => s.IsCreated))
            state.SetCount("step_period", 1);
    }

    private protected override IRandomDraws? Draws { get => draws; set => draws = value!; }

    private protected override ResearchOptions NewOptions() => new NeutralGradientOptions();

    private protected override void BeginState(ResearchOptions options, ParameterState state) => CreateState((NeutralGradientOptions)options, state);

    private protected override void InitializeGroup(ResearchOptions options)
    {
        var o = (NeutralGradientOptions)options;
        o.SpeedupStep = -o.SpeedupFirstStep;
    }

    private protected override void BeginStep(ResearchOptions options, IReadOnlyList<ParameterState> stepping)
    {
        var o = (NeutralGradientOptions)options;
        estimatesLeft = o.MaxEstimatesPerStep == 0 ? long.MaxValue : o.MaxEstimatesPerStep;
        if (RecalibratesNext(o))
            RecalibrateSpeedup(o, [.. stepping.Where(s => s.IsCreated)]);
        o.SpeedupStep++;
    }

    /// <summary>Whether one more tensor may re-estimate its projections in this step.</summary>
    internal bool MayEstimate() => estimatesLeft-- > 0;

    internal static bool RecalibratesNext(NeutralGradientOptions o) => o.SpeedupStep >= 0 && o.SpeedupStep % o.SpeedupRecalibratePeriod == 0;

    private static void RecalibrateSpeedup(NeutralGradientOptions o, ParameterState[] known)
    {
        if (known.Length == 0)
            return;
        using var products = stack([.. known.Select(s => s["grad_times_step"])]);
        var periods = SpeedupPeriods.Compute(products, o.LrForSpeedup, o.LearningRate!.Value);
        foreach (var (state, period) in known.Zip(periods))
            state.SetOwnCount("step_period", period);
    }

    private protected override void Update(ResearchOptions options, ParameterState state, Tensor gradient)
    {
        var o = (NeutralGradientOptions)options;
        if (!state.IsCreated)
            CreateState(o, state);
        if (Collect(state, gradient) is { } collected)
            Step(o, state, collected.Gradient, collected.Count);
    }

    private void CreateState(NeutralGradientOptions o, ParameterState state)
    {
        var p = state.Parameter;
        var scalar = zeros([], dtype: p.dtype, device: p.device);
        state.Step = 0;
        state.SetCount("step_period", 1);
        state.SetCount("n_cached_grads", 0);
        foreach (var name in (string[])["cached_grad", "delta", "exp_avg_sq"])
            state[name] = zeros_like(p);
        state["grad_times_step"] = scalar.clone();
        if (p.numel() <= 1)
            return;

        var rms = Axes.Rms(p);
        state["scale"] = rms.Plus(o.ParamMinRms);
        state["scale_exp_avg_sq"] = scalar.clone();
        if (Axes.IsOneAxis(p))
            return;

        state.SetCount("step_within_period", draws.Pick(new DrawKey(state.Index, 0, 0), o.EstimatePeriod - o.StatsSteps));
        state["scalar_exp_avg_sq"] = scalar.clone();
        // The first axis carries the parameter's scale.
        var first = rms.Plus(o.ParamEps);
        foreach (var d in Axes.WithMatrix(p))
        {
            var size = p.shape[d];
            var full = size <= o.MaxFullcovSize;
            var proj = full ? eye(size, dtype: p.dtype, device: p.device) : ones(size, dtype: p.dtype, device: p.device);
            state[$"proj_{d}"] = proj * first;
            if (full)
                state[$"param_cov_{d}"] = zeros(size, size, dtype: p.dtype, device: p.device);
            state.SetCount($"grad_cov_count_{d}", 0);
            first = ones_like(first);
        }
    }

    /// <summary>Adds the gradient to those that wait, or returns the sum and its count when the parameter's turn has come.</summary>
    private (Tensor Gradient, long Count)? Collect(ParameterState state, Tensor g)
    {
        if (!Waits(state))
            return (g, 1);
        var (isDue, n) = Turn(state, state.Step);
        state.SetCount("n_cached_grads", isDue ? 0 : n);
        if (isDue)
        {
            var sum = g.Plus(state["cached_grad"]);
            state["cached_grad"].zero_();
            return (sum, n);
        }
        state["cached_grad"].Increase(g);
        return null;
    }

    /// <summary>Whether the parameter is not updated at every step, or has gradients that wait.</summary>
    internal static bool Waits(ParameterState state) => OwnCount(state, "step_period") > 1 || OwnCount(state, "n_cached_grads") > 0;

    /// <summary>Gradients with this one, and whether the parameter's turn has come.</summary>
    /// <param name="state">Of the parameter.</param>
    /// <param name="step">Its step count.</param>
    internal (bool IsDue, long Count) Turn(ParameterState state, long step)
    {
        var (period, n) = (OwnCount(state, "step_period"), OwnCount(state, "n_cached_grads") + 1);
        return (n >= period || draws.Uniform(new DrawKey(state.Index, step, n)) < 0.05 / period, n);
    }

    /// <summary>A count of these is the host's own on every path.</summary>
    private static long OwnCount(ParameterState state, string name) => state.TryOwnCount(name, out var count) ? count : throw new KeyNotFoundException($"the state has no {name}");
}
