using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Optimizers;

/// <summary>One row of the contract table: what the contract tests need to know of an optimizer.</summary>
/// <param name="Name">The optimizer, as the catalog has it.</param>
/// <param name="Hyper">Options under which the tests let it train.</param>
/// <param name="BadOptions">For each option a value outside its range.</param>
public sealed record OptimizerCase(string Name, (string Name, double Value)[] Hyper, (string Name, double Value)[] BadOptions)
{
    internal static readonly OptimizerCase[] All =
    [
        new("Eve", [("lr", 0.01)],
            [("lr", -1), ("lr", double.NaN), ("beta1", 1), ("beta1", -0.1), ("beta2", 1), ("eps", -1e-9), ("weight_decay", 0.11), ("weight_decay", -1e-3), ("target_rms", 0), ("target_rms", 11)]),
        new("Cain", [("lr", 0.03)],
            [("lr", -1), ("beta1", 1), ("beta2", 1.5), ("eps", -1), ("scale_speed", 0), ("scale_speed", 1), ("rms_eps", 0), ("rms_eps", 0.1), ("param_max", 0.1), ("param_max", 2e4)]),
        new("LearnedGradient", [("lr", 0.05), ("meta_lr_scale", 0.01)],
            [("lr", double.PositiveInfinity), ("beta1", 1), ("beta2", -1), ("eps", 0), ("size_lr_scale", -1), ("meta_lr_scale", -1), ("param_min_rms", -1), ("param_max_rms", 0), ("lr_est_period", 0), ("lr_est_period", 1.5), ("max_step_scale", 0)]),
        new("NeutralGradient", [("lr", 0.04), ("estimate_period", 20), ("stats_steps", 15), ("lr_for_speedup", 0.1), ("speedup_first_step", 10), ("speedup_recalibrate_period", 10)],
            [("lr", -1), ("beta1", 1), ("beta2", 1), ("beta3", 1), ("scale_speed", 1), ("grad_eps", -1), ("param_eps", -1), ("param_rel_eps", 0), ("param_rel_max", 0), ("param_reverse_cutoff", 0), ("param_max_rms", 0), ("estimate_period", 1), ("stats_steps", 0), ("param_pow", 0), ("grad_pow", 0), ("lr_for_speedup", 0)]),
    ];

    internal ResearchOptimizer Create(IEnumerable<(string Name, Parameter Parameter)> parameters, params (string Name, double Value)[] hyper)
    {
        Assert.True(OptimizerCatalog.TryGet(Name, out var entry));
        var options = entry.NewOptions();
        foreach (var (name, value) in Hyper.Concat(hyper))
            options[name] = value;
        return entry.Create(parameters, options, null);
    }

    public override string ToString() => Name;
}
