using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// An optimizer by name, with settings: those of <see cref="OptimizerCatalog"/>, and TorchSharp's <c>AdamW</c> and
/// <c>SGD</c> (with momentum 0.9 where it is not set).
/// </summary>
/// <param name="Name">The name, for example <c>LearnedGradientStable</c>.</param>
/// <param name="Settings">What differs from the optimizer's defaults, under constructor names; switches are 0 or 1.</param>
public sealed record OptimizerChoice(string Name, IReadOnlyDictionary<string, double> Settings)
{
    /// <summary>Every name there is.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OptimizerCatalog.All.Select(o => o.Name), .. TorchOptimizers.Names];

    /// <summary>Checks name and settings, without making anything.</summary>
    /// <exception cref="ArgumentException">There is no such optimizer or setting; the message lists those there are.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public void Validate() => Resolve();

    /// <summary>Makes the optimizer.</summary>
    /// <param name="parameters">Names and parameters.</param>
    /// <param name="seed">Seed of its random draws, where it needs any.</param>
    /// <exception cref="ArgumentException">As in <see cref="Validate"/>, or the parameters are refused.</exception>
    public optim.Optimizer Create(IEnumerable<(string name, Parameter parameter)> parameters, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Resolve()(parameters, seed);
    }

    /// <summary>Bytes of the tensors an optimizer keeps from step to step: one made here, or any of this package.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <exception cref="ArgumentException">Its state is not known here.</exception>
    public static long StateBytes(optim.Optimizer optimizer) => optimizer switch
    {
        null => throw new ArgumentNullException(nameof(optimizer)),
        ResearchOptimizer own => own.States.Sum(s => s.TensorNames.Sum(n => s[n].numel() * s[n].ElementSize)),
        _ => TorchOptimizers.StateBytes(optimizer),
    };

    /// <inheritdoc/>
    public override string ToString() => Settings.Count == 0
        ? Name
        : $"{Name} {string.Join(' ', Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => FormattableString.Invariant($"{s.Key}={s.Value:R}")))}";

    private Func<IEnumerable<(string name, Parameter parameter)>, long, optim.Optimizer> Resolve()
    {
        if (Name is null || Settings is null)
            throw new ArgumentException($"{(Name is null ? nameof(Name) : nameof(Settings))} must be given.");
        if (TorchOptimizers.Names.Contains(Name))
            return TorchOptimizers.Resolve(Name, Settings);
        if (!OptimizerCatalog.TryGet(Name, out var info))
            throw new ArgumentException($"There is no optimizer '{Name}'; there are {string.Join(", ", Names)}.", nameof(Name));
        var options = info.NewOptions();
        foreach (var (name, value) in Settings)
            options[name] = value;
        return (parameters, seed) => info.Create(parameters, options, new SeededDraws(seed));
    }
}
