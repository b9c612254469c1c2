using TorchSharp.Modules;

namespace OptimNotebookExt.Optimizers;

/// <summary>One optimizer of the family as the tools see it: its name, its options and how it is made from them.</summary>
/// <param name="Name">The class name, as golden files and tables spell it.</param>
/// <param name="NewOptions">Makes options with nothing set.</param>
/// <param name="Create">Makes the optimizer from named parameters, options and random draws (null: seeded ones).</param>
internal sealed record OptimizerEntry(
    string Name,
    Func<ResearchOptions> NewOptions,
    Func<IEnumerable<(string Name, Parameter Parameter)>, ResearchOptions, IRandomDraws?, ResearchOptimizer> Create);
