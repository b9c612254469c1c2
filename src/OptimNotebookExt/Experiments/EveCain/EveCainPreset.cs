using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>An optimizer with settings, ready for the experiment.</summary>
/// <param name="Optimizer">The optimizer's name, for example <c>Cain</c>.</param>
/// <param name="Name">The name of these settings, for example <c>test</c> or <c>lg_meta0</c>.</param>
/// <param name="Model">The model it trains: ScaledLinear for all but Eve and torch's own.</param>
/// <param name="Settings">What differs from the optimizer's defaults, under constructor names; switches are 0 or 1.</param>
/// <param name="Create">Makes the optimizer from named parameters and the seed of its random draws.</param>
/// <param name="GoldenRun">The name of the same run in golden experiment files, where it differs from <paramref name="Name"/>.</param>
public sealed record EveCainPreset(
    string Optimizer,
    string Name,
    EveCainModel Model,
    IReadOnlyDictionary<string, double> Settings,
    Func<IEnumerable<(string name, Parameter parameter)>, long, optim.Optimizer> Create,
    string? GoldenRun = null)
{
    /// <summary>The name of this run in golden experiment files.</summary>
    public string GoldenName => GoldenRun ?? Name;

    /// <inheritdoc/>
    public override string ToString() => $"{Optimizer}/{Name}";
}
