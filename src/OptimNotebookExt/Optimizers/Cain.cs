using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// Scales each element's step by a factored rms of the parameter itself, and learns each tensor's overall scale.
/// State per parameter: <c>step</c>, <c>delta</c> (the momentum), <c>exp_avg_sq</c>; with more than one element also
/// <c>param_rms</c> (parameter's shape, a product of one-axis factors) and <c>scale_exp_avg_sq</c> (scalar).
/// Source: class <c>Cain</c> of the draft.
/// </summary>
/// <example><code>var optimizer = new Cain(model.parameters(), lr: 0.03);</code></example>
public sealed partial class Cain : ResearchOptimizer
{
    private const int ClampPeriod = 10;
    private const int FullRefreshPeriod = 1000;

    /// <summary>Makes a Cain over parameters without names.</summary>
    /// <param name="parameters">Parameters to optimize, float32 or float64, each once.</param>
    /// <param name="lr">Learning rate relative to the parameter's rms, at least 0.</param>
    /// <param name="beta1">Decay rate of <c>delta</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of the second moments, in [0, 1).</param>
    /// <param name="eps">Added to the denominators, at least 0.</param>
    /// <param name="scale_speed">Speed of the scale update relative to lr, in (0, 1).</param>
    /// <param name="rms_eps">Floor of an element when its rms is taken, in (0, 0.1).</param>
    /// <param name="param_max">Every tenth step parameters are clamped to ± this, in (0.1, 1e4].</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public Cain(IEnumerable<Parameter> parameters, double lr = 1e-2, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double scale_speed = 0.05, double rms_eps = 1e-5, double param_max = 20)
        : this(Unnamed(parameters), lr, beta1, beta2, eps, scale_speed, rms_eps, param_max)
    {
    }

    /// <summary>Makes a Cain over named parameters.</summary>
    /// <param name="parameters">Names and parameters, as <c>module.named_parameters()</c> gives them.</param>
    /// <param name="lr">Learning rate relative to the parameter's rms, at least 0.</param>
    /// <param name="beta1">Decay rate of <c>delta</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of the second moments, in [0, 1).</param>
    /// <param name="eps">Added to the denominators, at least 0.</param>
    /// <param name="scale_speed">Speed of the scale update relative to lr, in (0, 1).</param>
    /// <param name="rms_eps">Floor of an element when its rms is taken, in (0, 0.1).</param>
    /// <param name="param_max">Every tenth step parameters are clamped to ± this, in (0.1, 1e4].</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public Cain(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-2, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double scale_speed = 0.05, double rms_eps = 1e-5, double param_max = 20)
        : this([new NamedParamGroup<CainOptions>(parameters)], new CainOptions
        {
            LearningRate = lr,
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            ScaleSpeed = scale_speed,
            RmsEps = rms_eps,
            ParamMax = param_max,
        })
    {
    }

    /// <summary>Makes a Cain over groups with their own options.</summary>
    /// <param name="groups">Groups, for example <see cref="NamedParamGroup{TOptions}"/>.</param>
    /// <param name="defaults">What a group's options leave unset; Cain's defaults when null.</param>
    /// <exception cref="ArgumentException">No group, or parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public Cain(IEnumerable<ParamGroup<CainOptions>> groups, CainOptions? defaults = null)
        : base(groups, defaults ?? new CainOptions())
    {
    }

    private protected override ResearchOptions NewOptions() => new CainOptions();

    private protected override void BeginState(ResearchOptions options, ParameterState state) => CreateState(state);

    private protected override void Update(ResearchOptions options, ParameterState state, Tensor gradient) =>
        Update((CainOptions)options, state, gradient);

    private static void Update(CainOptions o, ParameterState state, Tensor g)
    {
        var (p, lr, trace) = (state.Parameter, o.LearningRate!.Value, state.Tracer);
        if (!state.IsCreated)
            CreateState(state);

        var t = state.Step;
        // The draft uses the exponent t here, so the first step's gradient part is zero (C02); kept.
        var bias_correction2 = 1 - Math.Pow(o.Beta2, t);
        var delta = state["delta"].mul_(Scalars.Of(o.Beta1));
        var exp_avg_sq = state["exp_avg_sq"];

        if (p.numel() > 1)
        {
            delta.Increase(p * ScaleStep(o, state, p, g));
            exp_avg_sq.mul_(Scalars.Of(o.Beta2)).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
            trace.Line("exp_avg_sq", "exp_avg_sq = β2·exp_avg_sq + (1-β2)·g²", exp_avg_sq);
            RefreshParamRms(o, state, p);
            trace.Line("param_rms", "param_rms *= √(mean over the other axes of max(p², rms_eps²)/param_rms²), one axis a step", state["param_rms"]);
            // No square root of the bias correction, unlike Adam (C03); kept.
            var alpha = -(1 - o.Beta1) * lr * bias_correction2;
            delta.add_(g / exp_avg_sq.sqrt().Increase(o.Eps) * state["param_rms"], alpha: Scalars.Of(alpha));
        }
        else
        {
            exp_avg_sq.mul_(Scalars.Of(o.Beta2)).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
            delta.addcdiv_(g, exp_avg_sq.sqrt().Increase(o.Eps), value: Scalars.Of(-lr * (1 - o.Beta1) * Math.Sqrt(bias_correction2)));
        }

        p.Increase(trace.Line("delta", "delta = β1·delta + scale part - (1-β1)·lr·(1-β2^t)·g/(√exp_avg_sq + eps)·param_rms;  p += delta", delta));
        if (t % ClampPeriod == 0)
            p.clamp_(Scalars.Of(-o.ParamMax), Scalars.Of(o.ParamMax));
        state.Step = t + 1;
    }

    private static void CreateState(ParameterState state)
    {
        var p = state.Parameter;
        state.Step = 0;
        state["delta"] = zeros_like(p);
        state["exp_avg_sq"] = zeros_like(p);
        if (p.numel() > 1)
        {
            state["param_rms"] = ones_like(p);
            state["scale_exp_avg_sq"] = zeros([], dtype: p.dtype, device: p.device);
        }
    }

    /// <summary>The relative change of the whole tensor's scale, from the gradient with respect to log scale, s = Σ p·g.</summary>
    private static Tensor ScaleStep(CainOptions o, ParameterState state, Tensor p, Tensor g)
    {
        var s = (p * g).sum();
        var scale_exp_avg_sq = state["scale_exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(s, s, value: Scalars.Of(1 - o.Beta2));
        var scale_bias_correction2 = 1 - Math.Pow(o.Beta2, state.Step + 1);
        var alpha = -o.LearningRate!.Value * Math.Sqrt(scale_bias_correction2) * o.ScaleSpeed * (1 - o.Beta1);
        state.Tracer.Line("s", "s = Σ p·g", s);
        state.Tracer.Line("scale_exp_avg_sq", "scale_exp_avg_sq = β2·scale_exp_avg_sq + (1-β2)·s²", scale_exp_avg_sq);
        return state.Tracer.Line(
            "scale_step", "scale_step = -lr·√(1-β2^(t+1))·scale_speed·(1-β1)·s/(√scale_exp_avg_sq + eps)", (s / scale_exp_avg_sq.sqrt().Increase(o.Eps)).Times(alpha));
    }

    /// <summary>Refreshes param_rms along one axis, and along all of them every thousandth step.</summary>
    private static void RefreshParamRms(CainOptions o, ParameterState state, Tensor p)
    {
        var (t, param_rms) = (state.Step, state["param_rms"]);
        if (t % FullRefreshPeriod == 0)
        {
            param_rms.fill_(Scalars.One);
            for (var dim = 0; dim < p.ndim; dim++)
                RefreshAxis(o, param_rms, p, dim);
        }
        else
        {
            RefreshAxis(o, param_rms, p, (int)(t % p.ndim));
        }
    }

    private static void RefreshAxis(CainOptions o, Tensor param_rms, Tensor p, int dim)
    {
        var factor = p.Squared().clamp_(min: Scalars.Of(o.RmsEps * o.RmsEps)) / param_rms.Squared();
        var others = Enumerable.Range(0, (int)p.ndim).Where(d => d != dim).Select(d => (long)d).ToArray();
        // With at most two elements per index of this axis, a mean per index would say too little.
        var mean = p.numel() <= 2 * p.shape[dim] ? factor.mean() : factor.mean(others, keepdim: true);
        param_rms.mul_(mean.sqrt());
    }
}
