using OptimNotebookExt.Projections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// Preconditions the momentum on every axis with a matrix <c>lr_{dim}</c> that is itself learned from what later gradients
/// say of the steps it made. The constructors make the <b>stable form</b>: lr = B·Bᵀ, B = P·K, with P = C^-¼ of the
/// gradients' covariance C (<c>grad_cov_{dim}</c>) and a learned factor K, which ascends the cosine between the step and the
/// mean of the next <c>period</c> gradients. <c>Draft</c> makes the draft's form, whose defaults collapse.
/// <para>
/// State per parameter: <c>step</c>, <c>exp_avg</c>; with more than one element <c>param_rms</c>, <c>scale_exp_avg</c>,
/// <c>scale_exp_avg_sq</c> (scalars) and <c>scale_grads</c> [4]; with at most five elements <c>exp_avg_sq</c>. Larger tensors
/// have for every axis with a matrix <c>lr_{dim}</c> and <c>grad_cov_{dim}</c> (size × size); the stable form also
/// <c>K_{dim}</c>, <c>P_{dim}</c>, <c>B_{dim}</c>, and <c>gsum</c> (the gradients since the last update), <c>snap</c> (exp_avg
/// then), <c>nup</c> (updates) and <c>objective</c>, <c>agreement</c>: ⟨g', y⟩/‖y‖ and its cosine, for the step y that the
/// matrices made of snap and the mean g' of the gradients after it, at the last update. Without a base there are no
/// <c>P_{dim}</c> and <c>grad_cov_{dim}</c>; with a rotated one <c>Q_{dim}</c> [size, size], <c>rotated_sq</c> and <c>rotated_scale</c>
/// (the parameter's shape) are there instead of <c>P_{dim}</c>; where the factors are forgotten, <c>snap_lr</c>, the rate at the last update.
/// </para>
/// Source: class <c>LearnedGradient</c> of the draft; the stable form is this project's (docs/LEARNED-GRADIENT.md).
/// </summary>
/// <example><code>var optimizer = new LearnedGradient(model.named_parameters(), lr: 0.05);</code></example>
public sealed partial class LearnedGradient : ResearchOptimizer
{
    /// <summary>The stable form's name in files and tables; the draft's form has the class' name there.</summary>
    internal const string StableName = "LearnedGradientStable";

    private const int SmallNumel = 5;
    private const int SizeUpdatePeriod = 4;

    /// <summary>The stable form.</summary>
    /// <param name="parameters">Parameters to optimize, float32 or float64, each once.</param>
    /// <param name="lr">Learning rate relative to the parameter's rms, at least 0; 0.05 to 0.1 work.</param>
    /// <param name="eta">Length of a step of the learned factors, in [-1, 1]; 0 leaves the base alone, at twice the default they may collapse.</param>
    /// <param name="shrink">How far the learned factors are drawn to the identity at every update, in [0, 1].</param>
    /// <param name="forget">How fast the learned factors are forgotten while the learning rate falls, in [0, 100]: they keep (1 - shrink)·(lr/(lr of the last update))^forget; 0 where only shrink acts.</param>
    /// <param name="base">The base is C^(-base/2), in [0, 2]; 0 is none, which is cheaper, and wants lr 0.1.</param>
    /// <param name="base_eps">Added to C's eigenvalues, whose mean is 1, above 0.</param>
    /// <param name="rotated">Whether the base scales every element in C's eigenvectors by its second moment there, as SOAP does; a step then has three and a half times the matrix products.</param>
    /// <param name="period">Steps between updates of the matrices, at least 1.</param>
    /// <param name="eig_every">Updates from one decomposition of C to the next, at least 1.</param>
    /// <param name="cov_beta">Decay rate of C, in [0, 1).</param>
    /// <param name="size_lr_scale">Rate of a tensor's overall size relative to lr, at least 0.</param>
    /// <param name="beta1">Decay rate of <c>exp_avg</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of the second moments, in [0, 1).</param>
    /// <param name="eps">Floor of rms values and denominators, above 0.</param>
    /// <param name="param_min_rms">A tensor whose rms is below this grows at the full size rate.</param>
    /// <param name="param_max_rms">A tensor whose rms is above this shrinks at the full size rate.</param>
    /// <param name="max_step_scale">Elements of a step are clamped to ± this times the step's rms.</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public LearnedGradient(IEnumerable<Parameter> parameters, double lr = 5e-2, double eta = 5e-2, double shrink = 0.02, double forget = 0, double @base = 0.5, double base_eps = 1e-4, bool rotated = false, long period = 10, long eig_every = 5, double cov_beta = 0.995, double size_lr_scale = 0.1, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double param_min_rms = 1e-5, double param_max_rms = 2.0, double max_step_scale = 2.0)
        : this(Unnamed(parameters), lr, eta, shrink, forget, @base, base_eps, rotated, period, eig_every, cov_beta, size_lr_scale, beta1, beta2, eps, param_min_rms, param_max_rms, max_step_scale)
    {
    }

    /// <inheritdoc cref="LearnedGradient(IEnumerable{Parameter}, double, double, double, double, double, double, bool, long, long, double, double, double, double, double, double, double, double)"/>
    /// <param name="parameters">Names and parameters, as <c>module.named_parameters()</c> gives them.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public LearnedGradient(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 5e-2, double eta = 5e-2, double shrink = 0.02, double forget = 0, double @base = 0.5, double base_eps = 1e-4, bool rotated = false, long period = 10, long eig_every = 5, double cov_beta = 0.995, double size_lr_scale = 0.1, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double param_min_rms = 1e-5, double param_max_rms = 2.0, double max_step_scale = 2.0)
#pragma warning restore CS1573
        : this([new NamedParamGroup<LearnedGradientStableOptions>(parameters)], new LearnedGradientStableOptions
        {
            LearningRate = lr,
            Eta = eta,
            Shrink = shrink,
            Forget = forget,
            Base = @base,
            BaseEps = base_eps,
            Rotated = rotated,
            Period = period,
            EigEvery = eig_every,
            CovBeta = cov_beta,
            SizeLrScale = size_lr_scale,
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            ParamMinRms = param_min_rms,
            ParamMaxRms = param_max_rms,
            MaxStepScale = max_step_scale,
        })
    {
    }

    /// <summary>The stable form over groups with their own options.</summary>
    /// <param name="groups">Groups, for example <see cref="NamedParamGroup{TOptions}"/>.</param>
    /// <param name="defaults">What a group's options leave unset; the stable form's defaults when null.</param>
    /// <exception cref="ArgumentException">No group, or parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public LearnedGradient(IEnumerable<ParamGroup<LearnedGradientStableOptions>> groups, LearnedGradientStableOptions? defaults = null)
        : base(groups, defaults ?? new LearnedGradientStableOptions())
    {
    }

    private LearnedGradient(IEnumerable<ParamGroup<LearnedGradientOptions>> groups, LearnedGradientOptions draft)
        : base(groups, draft)
    {
    }

    internal override string Kind => _defaults is LearnedGradientStableOptions ? StableName : nameof(LearnedGradient);

    private protected override ResearchOptions NewOptions() =>
        _defaults is LearnedGradientStableOptions ? new LearnedGradientStableOptions() : new LearnedGradientOptions();

    private protected override void BeginState(ResearchOptions options, ParameterState state) => CreateState(options, state);

    private protected override void Update(ResearchOptions options, ParameterState state, Tensor g)
    {
        var (p, o) = (state.Parameter, (ILearnedStep)options);
        if (!state.IsCreated)
            CreateState(options, state);

        var t = state.Step;
        if (p.numel() > 1)
        {
            state["scale_grads"][t % SizeUpdatePeriod].copy_((p * g).sum());
            state.Tracer.Line("scale_grads", "scale_grads[t % 4] = Σ p·g", state["scale_grads"]);
            if (t % SizeUpdatePeriod == SizeUpdatePeriod - 1)
                UpdateSize(o, state, p);
        }

        if (p.numel() <= SmallNumel)
        {
            StepSmall(o, state, p, g);
        }
        else
        {
            Learn(options, state, g);
            Step(o, state, p, g);
        }
        state.Step = t + 1;
    }

    /// <summary>The matrices before the step is made, from its gradient and the momentum without it.</summary>
    private void Learn(ResearchOptions options, ParameterState state, Tensor g)
    {
        if (options is LearnedGradientStableOptions stable)
            LearnStable(stable, state, g);
        else if (options is LearnedGradientOptions o && state.Step % o.LrEstPeriod == 0)
            UpdateLrs(o, state, g);
    }

    private static void CreateState(ResearchOptions options, ParameterState state)
    {
        var p = state.Parameter;
        var scalar = zeros([], dtype: p.dtype, device: p.device);
        state.Step = 0;
        state["exp_avg"] = zeros_like(p);
        if (p.numel() > 1)
        {
            state["param_rms"] = Axes.Rms(p).Increase(((ILearnedStep)options).Eps);
            state["scale_exp_avg"] = scalar.clone();
            state["scale_exp_avg_sq"] = scalar.clone();
            state["scale_grads"] = zeros(SizeUpdatePeriod, dtype: p.dtype, device: p.device);
        }
        if (p.numel() <= SmallNumel)
        {
            state["exp_avg_sq"] = zeros_like(p);
            return;
        }
        var dims = Axes.WithMatrix(p);
        foreach (var d in dims)
            state[$"lr_{d}"] = eye(p.shape[d], dtype: p.dtype, device: p.device);
        if (options is LearnedGradientStableOptions stable)
            CreateStable(stable, state, dims);
        else
            CreateCovariances(state, dims);
    }

    private static void CreateCovariances(ParameterState state, int[] dims)
    {
        var p = state.Parameter;
        foreach (var d in dims)
            state[$"grad_cov_{d}"] = zeros(p.shape[d], p.shape[d], dtype: p.dtype, device: p.device);
    }
}
