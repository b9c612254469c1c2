using static OptimNotebookExt.Experiments.EveCain.PresetFactories;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// The settings the experiment knows, one row each. The first row of an optimizer is the one it runs with by default;
/// <c>test</c> are those of the draft's test (NeutralGradient: of its predecessor's), <c>stable…</c> those of LearnedGradient's
/// stable form with its controls, the others are named as the golden runs.
/// </summary>
public static class EveCainPresets
{
    /// <summary>Every preset.</summary>
    public static IReadOnlyList<EveCainPreset> All { get; } =
    [
        MakeEve("test", new() { ["lr"] = 0.003 }, "eve"),
        MakeCain("test", new() { ["lr"] = 0.03 }, "cain"),
        MakeCain("cain_lr0.1", new() { ["lr"] = 0.1 }),
        MakeLearnedGradient("test", new() { ["lr"] = 0.03 }, "lg"),
        MakeLearnedGradient("lg_meta0", new() { ["lr"] = 0.03, ["meta_lr_scale"] = 0 }),
        MakeLearnedGradient("lg_meta0.03", new() { ["lr"] = 0.03, ["meta_lr_scale"] = 0.03 }),
        MakeLearnedGradient("lg_meta0.1", new() { ["lr"] = 0.03, ["meta_lr_scale"] = 0.1 }),
        MakeLearnedGradient("lg_meta0.3", new() { ["lr"] = 0.03, ["meta_lr_scale"] = 0.3 }),
        MakeLearnedGradient("lg_nosym", new() { ["lr"] = 0.03, ["symmetrize_meta_grad"] = 0 }),
        MakeLearnedGradient("lg_nosym_meta0.1", new() { ["lr"] = 0.03, ["meta_lr_scale"] = 0.1, ["symmetrize_meta_grad"] = 0 }),
        MakeLearnedGradient("lg_twice", new() { ["lr"] = 0.03, ["meta_lr_twice"] = 1 }),
        MakeLearnedGradient("lg_nosym_twice", new() { ["lr"] = 0.03, ["symmetrize_meta_grad"] = 0, ["meta_lr_twice"] = 1 }),
        MakeLearnedGradient("lg_lr0.1_meta0", new() { ["lr"] = 0.1, ["meta_lr_scale"] = 0 }),
        MakeLearnedGradient("lg_lr0.1_meta0.003", new() { ["lr"] = 0.1, ["meta_lr_scale"] = 0.003 }),
        MakeLearnedGradient("lg_lr0.1_meta0.01", new() { ["lr"] = 0.1, ["meta_lr_scale"] = 0.01 }),
        MakeLearnedGradient("lg_lr0.1_meta0.03", new() { ["lr"] = 0.1, ["meta_lr_scale"] = 0.03 }),
        MakeLearnedGradient("lg_lr0.1_meta0.003_nosym", new() { ["lr"] = 0.1, ["meta_lr_scale"] = 0.003, ["symmetrize_meta_grad"] = 0 }),
        MakeLearnedGradient("lg_lr0.1_meta0.01_nosym", new() { ["lr"] = 0.1, ["meta_lr_scale"] = 0.01, ["symmetrize_meta_grad"] = 0 }),
        MakeStable("stable", new() { ["lr"] = 0.05 }),
        MakeStable("stable_eta0", new() { ["lr"] = 0.05, ["eta"] = 0 }),
        MakeStable("stable_eta0.1", new() { ["lr"] = 0.05, ["eta"] = 0.1 }),
        MakeStable("stable_flip", new() { ["lr"] = 0.05, ["eta"] = -0.05 }),
        MakeStable("rotated", new() { ["lr"] = 0.05, ["rotated"] = 1, ["forget"] = 4 }),
        MakeStable("rotated_eta0", new() { ["lr"] = 0.05, ["rotated"] = 1, ["eta"] = 0 }),
        MakeStable("rotated_eta0.1", new() { ["lr"] = 0.05, ["rotated"] = 1, ["forget"] = 4, ["eta"] = 0.1 }),
        MakeStable("rotated_eta0.2", new() { ["lr"] = 0.05, ["rotated"] = 1, ["forget"] = 4, ["eta"] = 0.2 }),
        MakeStable("rotated_flip", new() { ["lr"] = 0.05, ["rotated"] = 1, ["forget"] = 4, ["eta"] = -0.05 }),
        MakeStable("rotated_forget0", new() { ["lr"] = 0.05, ["rotated"] = 1 }),
        MakeStable("stable_base0", new() { ["lr"] = 0.1, ["base"] = 0 }),
        MakeStable("stable_base0_flip", new() { ["lr"] = 0.1, ["base"] = 0, ["eta"] = -0.05 }),
        MakeNeutralGradient("test", Ng(1000, 500, 100), "ng_full"),
        MakeNeutralGradient("ng_diag10", Ng(10, 500, 100)),
        MakeNeutralGradient("ng_full_fixedargs", new(Ng(1000, 500, 100)) { ["fix_param_scale_args"] = 1 }),
        MakeNeutralGradient("ng_diag10_fixedargs", new(Ng(10, 500, 100)) { ["fix_param_scale_args"] = 1 }),
        MakeNeutralGradient("ng_full_rng0", Ng(1000, 40, 30), draws: _ => new CountedDraws()),
        MakeTorch("Adam", "torch_adam", new() { ["lr"] = 0.003, ["beta2"] = 0.98, ["weight_decay"] = 0 }),
        MakeTorch("AdamW", "torch_adamw", new() { ["lr"] = 0.003, ["beta2"] = 0.98, ["weight_decay"] = 0.01 }),
    ];

    /// <summary>Optimizers whose first preset is <c>test</c>: this package's own.</summary>
    public static IReadOnlyList<string> OwnOptimizers { get; } = [.. All.Where(p => p.Name == "test").Select(p => p.Optimizer)];

    /// <summary>The presets that names select; upper and lower case are alike.</summary>
    /// <param name="optimizers">Names of optimizers; none: all.</param>
    /// <param name="presets">Names of presets, or of golden runs; none: the first preset of every optimizer named, or <c>test</c> of every optimizer.</param>
    /// <returns>The presets in the order of <see cref="All"/>.</returns>
    /// <exception cref="ArgumentException">A name is unknown, or nothing fits both; the message lists what there is.</exception>
    public static IReadOnlyList<EveCainPreset> Select(IReadOnlyCollection<string> optimizers, IReadOnlyCollection<string> presets)
    {
        ArgumentNullException.ThrowIfNull(optimizers);
        ArgumentNullException.ThrowIfNull(presets);
        CheckNames(optimizers, p => [p.Optimizer], "optimizer", nameof(optimizers));
        CheckNames(presets, p => [p.Name, p.GoldenName], "preset", nameof(presets));

        var of = All.Where(p => optimizers.Count == 0 || Has(optimizers, p.Optimizer));
        EveCainPreset[] selected = presets.Count > 0 ? [.. of.Where(p => Has(presets, p.Name) || Has(presets, p.GoldenName))]
            : optimizers.Count > 0 ? [.. of.DistinctBy(p => p.Optimizer)]
            : [.. of.Where(p => p.Name == "test")];
        return selected.Length > 0
            ? selected
            : throw new ArgumentException($"None of the presets {string.Join(", ", presets)} belongs to {string.Join(", ", optimizers)}; there are {string.Join(", ", of)}.", nameof(presets));
    }

    private static void CheckNames(IEnumerable<string> names, Func<EveCainPreset, string[]> namesOf, string what, string argument)
    {
        var known = All.SelectMany(namesOf).Distinct().ToArray();
        if (names.FirstOrDefault(n => !Has(known, n)) is { } unknown)
            throw new ArgumentException($"There is no {what} '{unknown}'; there are {string.Join(", ", known)}.", argument);
    }

    private static bool Has(IEnumerable<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
