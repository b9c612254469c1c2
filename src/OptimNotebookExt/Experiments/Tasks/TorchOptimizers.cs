using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>TorchSharp's own optimizers, as tables like those of this package.</summary>
internal static class TorchOptimizers
{
    private static readonly Dictionary<string, OptionSpec[]> Specs = new()
    {
        ["AdamW"] =
        [
            OptionSpec.NonNegative("lr", 1e-3), OptionSpec.Beta("beta1", 0.9), OptionSpec.Beta("beta2", 0.999),
            OptionSpec.NonNegative("eps", 1e-8), OptionSpec.NonNegative("weight_decay", 0.01),
        ],
        ["SGD"] =
        [
            OptionSpec.NonNegative("lr", 1e-2), OptionSpec.Beta("momentum", 0.9), OptionSpec.NonNegative("weight_decay", 0), OptionSpec.Switch("nesterov"),
        ],
    };

    internal static IReadOnlyList<string> Names { get; } = [.. Specs.Keys];

    internal static Func<IEnumerable<(string name, Parameter parameter)>, long, optim.Optimizer> Resolve(string name, IReadOnlyDictionary<string, double> settings)
    {
        var specs = Specs[name];
        if (settings.Keys.FirstOrDefault(k => specs.All(s => s.Name != k)) is { } unknown)
            throw new ArgumentException($"{name} has no option '{unknown}'; it has {string.Join(", ", specs.Select(s => s.Name))}.", nameof(settings));
        var value = specs.ToDictionary(s => s.Name, s => settings.GetValueOrDefault(s.Name, s.Default));
        foreach (var spec in specs)
            spec.Validate(value[spec.Name]);
        if (name == "AdamW")
            return (parameters, _) => optim.AdamW(parameters, value["lr"], value["beta1"], value["beta2"], value["eps"], value["weight_decay"]);
        if (value["nesterov"] != 0 && value["momentum"] == 0)
            throw new ArgumentException("nesterov needs a momentum above 0.", nameof(settings));
        return (parameters, _) => optim.SGD(parameters, value["lr"], value["momentum"], weight_decay: value["weight_decay"], nesterov: value["nesterov"] != 0);
    }

    internal static long StateBytes(optim.Optimizer optimizer) => optimizer switch
    {
        AdamW adamW => adamW.state_dict().State.Cast<AdamW.State>().Sum(s => Bytes(s.exp_avg) + Bytes(s.exp_avg_sq)),
        SGD sgd => sgd.state_dict().State.Cast<SGD.State>().Sum(s => Bytes(s.momentum_buffer)),
        _ => throw new ArgumentException($"The state of {optimizer.GetType().Name} is not known; there are {string.Join(", ", OptimizerChoice.Names)}.", nameof(optimizer)),
    };

    private static long Bytes(Tensor? tensor) => tensor is null ? 0 : tensor.numel() * tensor.ElementSize;
}
