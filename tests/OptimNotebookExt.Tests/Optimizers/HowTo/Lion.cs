using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.HowTo;

/// <summary>
/// Steps of one size in every element, along the sign of a running average of the gradient.
/// State per parameter: <c>step</c>, <c>exp_avg</c> (in the parameter's shape).
/// Source: Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, without its weight decay.
/// </summary>
/// <example><code>var optimizer = new Lion(model.named_parameters(), lr: 1e-4);</code></example>
internal sealed class Lion : ResearchOptimizer
{
    /// <summary>Makes a Lion over named parameters.</summary>
    /// <param name="parameters">Names and parameters, float32 or float64, each once.</param>
    /// <param name="lr">Learning rate: the length of a step in every element, at least 0.</param>
    /// <param name="beta1">Weight of <c>exp_avg</c> in the step's direction, in [0, 1).</param>
    /// <param name="beta2">Decay rate of <c>exp_avg</c>, in [0, 1).</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public Lion(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-4, double beta1 = 0.9, double beta2 = 0.99)
        : this([new NamedParamGroup<LionOptions>(parameters)], new LionOptions { LearningRate = lr, Beta1 = beta1, Beta2 = beta2 })
    {
    }

    /// <summary>Makes a Lion over groups with their own options.</summary>
    /// <param name="groups">Groups, for example <see cref="NamedParamGroup{TOptions}"/>.</param>
    /// <param name="defaults">What a group's options leave unset; Lion's defaults when null.</param>
    public Lion(IEnumerable<ParamGroup<LionOptions>> groups, LionOptions? defaults = null)
        : base(groups, defaults ?? new LionOptions())
    {
    }

    private protected override ResearchOptions NewOptions() => new LionOptions();

    private protected override void BeginState(ResearchOptions options, ParameterState state)
    {
        state.Step = 0;
        state["exp_avg"] = zeros_like(state.Parameter);
    }

    private protected override void Update(ResearchOptions options, ParameterState state, Tensor g)
    {
        var (o, p, trace) = ((LionOptions)options, state.Parameter, state.Tracer);
        if (!state.IsCreated)
            BeginState(o, state);

        var exp_avg = state["exp_avg"];
        var mixture = exp_avg.Times(o.Beta1).add_(g, alpha: Scalars.Of(1 - o.Beta1));
        var direction = trace.Line("direction", "direction = sign(β1·exp_avg + (1-β1)·g)", mixture.sign());
        p.add_(direction, alpha: Scalars.Of(-o.LearningRate!.Value));
        exp_avg.mul_(Scalars.Of(o.Beta2)).add_(g, alpha: Scalars.Of(1 - o.Beta2));
        trace.Line("exp_avg", "exp_avg = β2·exp_avg + (1-β2)·g", exp_avg);
        state.Step++;
    }
}
