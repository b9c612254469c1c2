using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// AdamW whose weight decay acts only on tensors above a target rms and is not multiplied by the learning rate.
/// State per parameter: <c>step</c>, <c>exp_avg</c>, <c>exp_avg_sq</c> (both in the parameter's shape).
/// Source: class <c>Eve</c> of the draft.
/// </summary>
/// <example><code>var optimizer = new Eve(model.parameters(), lr: 3e-3);</code></example>
public sealed partial class Eve : ResearchOptimizer
{
    /// <summary>Makes an Eve over parameters without names.</summary>
    /// <param name="parameters">Parameters to optimize, float32 or float64, each once.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="beta1">Decay rate of <c>exp_avg</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of <c>exp_avg_sq</c>, in [0, 1).</param>
    /// <param name="eps">Added to the denominator, at least 0.</param>
    /// <param name="weight_decay">Shrinkage per step of a tensor above its target rms, in [0, 0.1].</param>
    /// <param name="target_rms">Target rms, in (0, 10].</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public Eve(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double weight_decay = 1e-3, double target_rms = 0.1)
        : this(Unnamed(parameters), lr, beta1, beta2, eps, weight_decay, target_rms)
    {
    }

    /// <summary>Makes an Eve over named parameters.</summary>
    /// <param name="parameters">Names and parameters, as <c>module.named_parameters()</c> gives them.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="beta1">Decay rate of <c>exp_avg</c>, in [0, 1).</param>
    /// <param name="beta2">Decay rate of <c>exp_avg_sq</c>, in [0, 1).</param>
    /// <param name="eps">Added to the denominator, at least 0.</param>
    /// <param name="weight_decay">Shrinkage per step of a tensor above its target rms, in [0, 0.1].</param>
    /// <param name="target_rms">Target rms, in (0, 10].</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public Eve(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.98, double eps = 1e-8, double weight_decay = 1e-3, double target_rms = 0.1)
        : this([new NamedParamGroup<EveOptions>(parameters)], new EveOptions
        {
            LearningRate = lr,
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            WeightDecay = weight_decay,
            TargetRms = target_rms,
        })
    {
    }

    /// <summary>Makes an Eve over groups with their own options.</summary>
    /// <param name="groups">Groups, for example <see cref="NamedParamGroup{TOptions}"/>.</param>
    /// <param name="defaults">What a group's options leave unset; Eve's defaults when null.</param>
    /// <exception cref="ArgumentException">No group, or parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public Eve(IEnumerable<ParamGroup<EveOptions>> groups, EveOptions? defaults = null)
        : base(groups, defaults ?? new EveOptions())
    {
    }

    private protected override ResearchOptions NewOptions() => new EveOptions();

    private protected override void BeginState(ResearchOptions options, ParameterState state) => CreateState(state);

    private protected override void Update(ResearchOptions options, ParameterState state, Tensor gradient) =>
        Update((EveOptions)options, state, gradient);

    private static void Update(EveOptions o, ParameterState state, Tensor g)
    {
        var (p, lr, trace) = (state.Parameter, o.LearningRate!.Value, state.Tracer);
        if (!state.IsCreated)
            CreateState(state);

        var step = ++state.Step;
        var exp_avg = state["exp_avg"].mul_(Scalars.Of(o.Beta1)).add_(g, alpha: Scalars.Of(1 - o.Beta1));
        var exp_avg_sq = state["exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
        trace.Line("exp_avg", "exp_avg = β1·exp_avg + (1-β1)·g", exp_avg);
        trace.Line("exp_avg_sq", "exp_avg_sq = β2·exp_avg_sq + (1-β2)·g²", exp_avg_sq);

        if (p.numel() > 1)
            p.mul_(trace.Line("decay", "decay = 1 - weight_decay where ‖p‖ > target_rms·√numel, else 1;  p *= decay", DecayFactor(o, p)));

        var bias_correction1 = 1 - Math.Pow(o.Beta1, step);
        var bias_correction2 = 1 - Math.Pow(o.Beta2, step);
        var denominator = exp_avg_sq.sqrt().Times(Math.Pow(bias_correction2, -0.5)).Increase(o.Eps);
        trace.Line("denominator", "denominator = √exp_avg_sq·(1-β2^step)^-½ + eps", denominator);
        p.addcdiv_(exp_avg, denominator, value: Scalars.Of(-lr / bias_correction1));
    }

    private static void CreateState(ParameterState state)
    {
        state.Step = 0;
        state["exp_avg"] = zeros_like(state.Parameter);
        state["exp_avg_sq"] = zeros_like(state.Parameter);
    }

    /// <summary>1 - weight_decay where the tensor's rms is above the target, else 1: a 0-dim tensor, so no device is waited for.</summary>
    private static Tensor DecayFactor(EveOptions o, Tensor p)
    {
        var is_above_target_rms = p.norm() > Scalars.Of(o.TargetRms * Math.Sqrt(p.numel()));
        var dtype = o.DecayFactorFloat32 ? ScalarType.Float32 : p.dtype;
        return is_above_target_rms.to(dtype).Times(o.WeightDecay).negative().Plus(1);
    }
}
