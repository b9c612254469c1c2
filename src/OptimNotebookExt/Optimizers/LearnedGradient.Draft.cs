using TorchSharp.Modules;

namespace OptimNotebookExt.Optimizers;

/// <content>The draft's form, as presets of its own; how it learns is in LearnedGradient.MetaUpdate.cs.</content>
public sealed partial class LearnedGradient
{
    /// <summary>
    /// The draft's algorithm, repaired. <b>Its defaults collapse</b>: at a <paramref name="meta_lr_scale"/> of 1 every matrix
    /// is of rank one within some sixty steps at size 200, and on the draft's own experiment training stalls at a loss near
    /// 1190, where Adam reaches 4. At most 0.01 trains, no better than 0 does; the plain constructor is the form that learns.
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
}
