using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;
using Settings = System.Collections.Generic.Dictionary<string, double>;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Makes the rows of <see cref="EveCainPresets"/>.</summary>
internal static class PresetFactories
{
    internal static Settings Ng(double max_fullcov_size, double estimate_period, double stats_steps) => new()
    {
        ["lr"] = 0.04,
        ["lr_for_speedup"] = 0.02,
        ["estimate_period"] = estimate_period,
        ["stats_steps"] = stats_steps,
        ["max_fullcov_size"] = max_fullcov_size,
    };

    internal static EveCainPreset MakeEve(string name, Settings settings, string? golden = null) =>
        new(nameof(Eve), name, EveCainModel.Linear, settings, (p, _) => new Eve([new NamedParamGroup<EveOptions>(p, Fill(new EveOptions(), settings))]), golden);

    internal static EveCainPreset MakeCain(string name, Settings settings, string? golden = null) =>
        new(nameof(Cain), name, EveCainModel.ScaledLinear, settings, (p, _) => new Cain([new NamedParamGroup<CainOptions>(p, Fill(new CainOptions(), settings))]), golden);

    internal static EveCainPreset MakeLearnedGradient(string name, Settings settings, string? golden = null) =>
        new(nameof(LearnedGradient), name, EveCainModel.ScaledLinear, settings, (p, _) => LearnedGradient.Draft([new NamedParamGroup<LearnedGradientOptions>(p, Fill(new LearnedGradientOptions(), settings))]), golden);

    internal static EveCainPreset MakeStable(string name, Settings settings) =>
        new(nameof(LearnedGradient), name, EveCainModel.ScaledLinear, settings, (p, _) => new LearnedGradient([new NamedParamGroup<LearnedGradientStableOptions>(p, Fill(new LearnedGradientStableOptions(), settings))]));

    internal static EveCainPreset MakeNeutralGradient(string name, Settings settings, string? golden = null, Func<long, IRandomDraws>? draws = null) =>
        new(
            nameof(NeutralGradient),
            name,
            EveCainModel.ScaledLinear,
            settings,
            (p, seed) => new NeutralGradient([new NamedParamGroup<NeutralGradientOptions>(p, Fill(new NeutralGradientOptions(), settings))], draws: draws?.Invoke(seed) ?? new ReferenceDraws(seed)),
            golden);

    internal static EveCainPreset MakeTorch(string optimizer, string name, Settings s) =>
        new(optimizer, name, EveCainModel.Linear, s, (p, _) => optimizer == "Adam"
            ? optim.Adam(p, lr: s["lr"], beta2: s["beta2"], weight_decay: s["weight_decay"])
            : optim.AdamW(p, lr: s["lr"], beta2: s["beta2"], weight_decay: s["weight_decay"]));

    private static TOptions Fill<TOptions>(TOptions options, Settings settings)
        where TOptions : ResearchOptions
    {
        foreach (var (name, value) in settings)
            options[name] = value;
        return options;
    }
}
