using TorchSharp.Modules;

namespace OptimNotebookExt.Optimizers;

/// <summary>The optimizers of the package. A new one is registered here, and every tool and contract test knows it.</summary>
internal static class OptimizerCatalog
{
    internal static IReadOnlyList<OptimizerEntry> All { get; } =
    [
        Entry<EveOptions>(nameof(Eve), (groups, options, _) => new Eve(groups, options)),
        Entry<CainOptions>(nameof(Cain), (groups, options, _) => new Cain(groups, options)),
        Entry<LearnedGradientOptions>(nameof(LearnedGradient), (groups, options, _) => LearnedGradient.Draft(groups, options)),
        Entry<NeutralGradientOptions>(nameof(NeutralGradient), (groups, options, draws) => new NeutralGradient(groups, options, draws)),
    ];

    internal static bool TryGet(string name, out OptimizerEntry entry)
    {
        entry = All.FirstOrDefault(e => e.Name == name)!;
        return entry is not null;
    }

    private static OptimizerEntry Entry<TOptions>(
        string name, Func<IEnumerable<ParamGroup<TOptions>>, TOptions, IRandomDraws?, ResearchOptimizer> create)
        where TOptions : ResearchOptions, new() =>
        new(name, () => new TOptions(), (parameters, options, draws) =>
            create([new NamedParamGroup<TOptions>(parameters)], (TOptions)options, draws));
}
