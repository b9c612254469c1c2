using OptimNotebookExt.Projections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// Preconditions the momentum on every axis with a matrix <c>lr_{dim}</c> that is itself learned, by ascending the
/// improvement that the next gradient reveals. State per parameter: <c>step</c>, <c>exp_avg</c>; with more than one
/// element <c>param_rms</c>, <c>scale_exp_avg</c>, <c>scale_exp_avg_sq</c> (scalars) and <c>scale_grads</c> [4]; with at
/// most five elements <c>exp_avg_sq</c>; else for every axis with a matrix <c>lr_{dim}</c> and <c>grad_cov_{dim}</c>
/// (size × size). Source: class <c>LearnedGradient</c> of the draft.
/// </summary>
/// <example><code>var optimizer = LearnedGradient.Draft(model.parameters(), lr: 0.1, meta_lr_scale: 0.003);</code></example>
public sealed partial class LearnedGradient : ResearchOptimizer
{
    private const int SmallNumel = 5;
    private const int SizeUpdatePeriod = 4;

    private LearnedGradient(IEnumerable<ParamGroup> groups, LearnedGradientOptions defaults)
        : base(groups, defaults)
    {
    }

    /// <summary>
    /// The draft's algorithm, repaired. At its default <paramref name="meta_lr_scale"/> of 1 the matrices collapse to
    /// rank one within some sixty steps at size 200 and training stalls; at most 0.01 trains.
    /// </summary>
    /// <param name="parameters">Parameters to optimize, float32 or float64, each once.</param>
    /// <param name="lr">Learning rate relative to the parameter's rms, at least 0.</param>
    /// <param name="size_lr_scale">Rate of a tensor's overall size relative to lr, at least 0.</param>
    /// <param name="meta_lr_scale">Rate of the matrices relative to lr, at least 0; 0 keeps them at the identity.</param>
    /// <param name="beta1">Decay rate of <c>exp_avg</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of <c>grad_cov_{dim}</c> and the second moments, in [0, 1).</param>
    /// <param name="eps">Floor of rms values and denominators, above 0.</param>
    /// <param name="param_min_rms">A tensor whose rms is below this grows at the full size rate.</param>
    /// <param name="param_max_rms">A tensor whose rms is above this shrinks at the full size rate.</param>
    /// <param name="lr_est_period">Steps between updates of the matrices, at least 1.</param>
    /// <param name="max_step_scale">Elements of a step are clamped to ± this times the step's rms.</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public static LearnedGradient Draft(IEnumerable<Parameter> parameters, double lr = 3e-2, double size_lr_scale = 0.1, double meta_lr_scale = 1.0, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double param_min_rms = 1e-5, double param_max_rms = 2.0, long lr_est_period = 10, double max_step_scale = 2.0) =>
        Draft(Unnamed(parameters), lr, size_lr_scale, meta_lr_scale, beta1, beta2, eps, param_min_rms, param_max_rms, lr_est_period, max_step_scale);

    /// <inheritdoc cref="Draft(IEnumerable{Parameter}, double, double, double, double, double, double, double, double, long, double)"/>
    /// <param name="parameters">Names and parameters, as <c>module.named_parameters()</c> gives them.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static LearnedGradient Draft(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 3e-2, double size_lr_scale = 0.1, double meta_lr_scale = 1.0, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double param_min_rms = 1e-5, double param_max_rms = 2.0, long lr_est_period = 10, double max_step_scale = 2.0) =>
#pragma warning restore CS1573
        Draft([new NamedParamGroup<LearnedGradientOptions>(parameters)], new LearnedGradientOptions
        {
            LearningRate = lr,
            SizeLrScale = size_lr_scale,
            MetaLrScale = meta_lr_scale,
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            ParamMinRms = param_min_rms,
            ParamMaxRms = param_max_rms,
            LrEstPeriod = lr_est_period,
            MaxStepScale = max_step_scale,
        });

    /// <summary>The draft's algorithm over groups with their own options.</summary>
    /// <param name="groups">Groups, for example <see cref="NamedParamGroup{TOptions}"/>.</param>
    /// <param name="defaults">What a group's options leave unset; the draft's defaults when null.</param>
    /// <exception cref="ArgumentException">No group, or parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public static LearnedGradient Draft(IEnumerable<ParamGroup<LearnedGradientOptions>> groups, LearnedGradientOptions? defaults = null) =>
        new(groups, defaults ?? new LearnedGradientOptions());

    private protected override ResearchOptions NewOptions() => new LearnedGradientOptions();

    private protected override void BeginState(ResearchOptions options, ParameterState state) => CreateState((LearnedGradientOptions)options, state);

    private protected override void Update(ResearchOptions options, ParameterState state, Tensor gradient) =>
        Update((LearnedGradientOptions)options, state, gradient);

    private static void Update(LearnedGradientOptions o, ParameterState state, Tensor g)
    {
        var p = state.Parameter;
        if (!state.IsCreated)
            CreateState(o, state);

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
            if (t % o.LrEstPeriod == 0)
                UpdateLrs(o, state, g);
            Step(o, state, p, g);
        }
        state.Step = t + 1;
    }

    private static void CreateState(LearnedGradientOptions o, ParameterState state)
    {
        var p = state.Parameter;
        var scalar = zeros([], dtype: p.dtype, device: p.device);
        state.Step = 0;
        state["exp_avg"] = zeros_like(p);
        if (p.numel() > 1)
        {
            state["param_rms"] = Axes.Rms(p).Increase(o.Eps);
            state["scale_exp_avg"] = scalar.clone();
            state["scale_exp_avg_sq"] = scalar.clone();
            state["scale_grads"] = zeros(SizeUpdatePeriod, dtype: p.dtype, device: p.device);
        }
        if (p.numel() <= SmallNumel)
        {
            state["exp_avg_sq"] = zeros_like(p);
            return;
        }
        foreach (var d in Axes.WithMatrix(p))
        {
            var size = p.shape[d];
            state[$"lr_{d}"] = eye(size, dtype: p.dtype, device: p.device);
            state[$"grad_cov_{d}"] = zeros(size, size, dtype: p.dtype, device: p.device);
        }
    }

    /// <summary>Every fourth step: the tensor's overall size, by the gradient with respect to its log. Source: <c>_size_update</c>.</summary>
    private static void UpdateSize(LearnedGradientOptions o, ParameterState state, Tensor p)
    {
        var t = state.Step;
        // Rates over the four steps since the last size update.
        var (size_lr, beta1, beta2) = (SizeUpdatePeriod * o.LearningRate!.Value * o.SizeLrScale, Math.Pow(o.Beta1, SizeUpdatePeriod), Math.Pow(o.Beta2, SizeUpdatePeriod));
        var param_rms = state["param_rms"].copy_(Axes.Rms(p).clamp_(min: Scalars.Of(o.Eps)));
        var scale_grads = state["scale_grads"];
        var scale_exp_avg_sq = state["scale_exp_avg_sq"].mul_(Scalars.Of(beta2)).add_(scale_grads.Squared().mean(), alpha: Scalars.Of(1 - beta2));
        var scale_exp_avg = state["scale_exp_avg"].mul_(Scalars.Of(beta1)).add_(scale_grads.mean(), alpha: Scalars.Of(1 - beta1));

        var bias_correction2 = 1 - Math.Pow(beta2, (t + 1) / (double)SizeUpdatePeriod);
        var size_step = (scale_exp_avg / scale_exp_avg_sq.sqrt().Increase(1e-10)).Times(-size_lr * Math.Sqrt(bias_correction2));
        size_step = where(param_rms < Scalars.Of(o.ParamMinRms), full_like(size_step, Scalars.Of(size_lr)), size_step);
        size_step = where(param_rms > Scalars.Of(o.ParamMaxRms), full_like(size_step, Scalars.Of(-size_lr)), size_step);
        state.Tracer.Line("param_rms", "param_rms = max(rms(p), eps)", param_rms);
        state.Tracer.Line("scale_exp_avg_sq", "scale_exp_avg_sq = β2⁴·scale_exp_avg_sq + (1-β2⁴)·mean(scale_grads²)", scale_exp_avg_sq);
        state.Tracer.Line("scale_exp_avg", "scale_exp_avg = β1⁴·scale_exp_avg + (1-β1⁴)·mean(scale_grads)", scale_exp_avg);
        p.Increase(p * state.Tracer.Line("size_step", "s = -4·lr·size_lr_scale·√bias·scale_exp_avg/√scale_exp_avg_sq, or ± its limit;  p += s·p", size_step));
    }

    /// <summary>At most five elements: momentum over one denominator for the whole tensor. Source: <c>_step_small</c>.</summary>
    private static void StepSmall(LearnedGradientOptions o, ParameterState state, Tensor p, Tensor g)
    {
        var lr = o.LearningRate!.Value;
        var exp_avg = state["exp_avg"].mul_(Scalars.Of(o.Beta1)).add_(g, alpha: Scalars.Of(1 - o.Beta1));
        var exp_avg_sq = state["exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
        var bias_correction2 = 1 - Math.Pow(o.Beta2, state.Step + 1);
        var denominator = exp_avg_sq.sum().Over(p.numel() * bias_correction2).sqrt().Increase(o.Eps);
        var direction = exp_avg / denominator;
        state.Tracer.Line("exp_avg", "exp_avg = β1·exp_avg + (1-β1)·g", exp_avg);
        state.Tracer.Line("denominator", "denominator = √(Σ exp_avg_sq/(numel·(1-β2^(t+1)))) + eps", denominator);
        state.Tracer.Line("direction", "p -= lr·param_rms·exp_avg/denominator", direction);
        p.add_(p.numel() > 1 ? direction * state["param_rms"] : direction, alpha: Scalars.Of(-lr));
    }

    /// <summary>The step itself: the momentum through every lr_{dim}, at a fixed relative length. Source: <c>_step</c>.</summary>
    private static void Step(LearnedGradientOptions o, ParameterState state, Tensor p, Tensor g)
    {
        var exp_avg = state["exp_avg"].mul_(Scalars.Of(o.Beta1)).add_(g, alpha: Scalars.Of(1 - o.Beta1));
        var moving_d = Axes.Multiply(exp_avg, Axes.WithMatrix(p), d => state[$"lr_{d}"]);
        var moving_d_rms = Axes.Rms(moving_d).Plus(o.Eps);
        var limit = moving_d_rms.Times(o.MaxStepScale);
        state.Tracer.Line("exp_avg", "exp_avg = β1·exp_avg + (1-β1)·g", exp_avg);
        state.Tracer.Line("moving_d", "d = exp_avg ×_dim lr_dim, every axis", moving_d);
        state.Tracer.Line("moving_d_rms", "r = rms(d) + eps", moving_d_rms);
        state.Tracer.Line("limit", "limit = max_step_scale·r", limit);
        var clamped = state.Tracer.Line("moving_d_clamped", "p -= lr·param_rms·(1-β1)/(r·√(1-β1²))·clamp(d, ±limit)", moving_d.clamp(-limit, limit));
        var alpha = -o.LearningRate!.Value * (1 - o.Beta1) / Math.Sqrt(1 - o.Beta1 * o.Beta1);
        p.add_(clamped * (state["param_rms"] / moving_d_rms), alpha: Scalars.Of(alpha));
    }
}
