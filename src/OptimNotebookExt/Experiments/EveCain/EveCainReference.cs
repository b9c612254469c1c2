namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// PyTorch's figures on the experiment (1.13.1 with OpenBLAS, CPU, one thread; running average of the loss, geometric
/// means over the seeds 42, 1, 2, 3, 4, or three of them), to stand beside an <see cref="EveCainSummary"/>.
/// </summary>
/// <param name="Label">What ran, in words.</param>
/// <param name="Optimizer">The optimizer's name here; null for what this package does not have.</param>
/// <param name="Preset">The preset's name here; null for what this package does not have.</param>
/// <param name="Seeds">Number of seeds.</param>
/// <param name="Epoch50">Mean at epoch 50; NaN where it was not kept.</param>
/// <param name="Epoch100">Mean at epoch 100; NaN where it was not kept.</param>
/// <param name="Final">Mean after the last batch.</param>
/// <param name="Minimum">The least of the final values.</param>
/// <param name="Maximum">The greatest of the final values.</param>
public sealed record EveCainReference(
    string Label, string? Optimizer, string? Preset, int Seeds, double Epoch50, double Epoch100, double Final, double Minimum, double Maximum)
{
    /// <summary>Every row, the best final value first.</summary>
    public static IReadOnlyList<EveCainReference> All { get; } =
    [
        new("LearnedGradient, the stable form", "LearnedGradient", "stable", 5, double.NaN, double.NaN, 0.0055, 0.0045, 0.0071),
        new("NeutralGradient, lr 0.04, N01 fixed", "NeutralGradient", "ng_full_fixedargs", 5, 8.31, 1.71, 0.0619, 0.031, 0.176),
        new("NeutralGradient, lr 0.04", "NeutralGradient", "test", 5, 9.40, 1.77, 0.0654, 0.033, 0.138),
        new("PrAdam, lr 0.03", null, null, 3, 2.92, 0.40, 0.159, 0.091, 0.226),
        new("LearnedGradient, last upstream version, lr 0.03", null, null, 3, 2.44, 0.53, 0.214, 0.126, 0.295),
        new("Cain, lr 0.1", "Cain", "cain_lr0.1", 5, 10.4, 2.38, 0.822, 0.439, 1.46),
        new("LearnedGradient, lr 0.1, meta_lr_scale 0.003", "LearnedGradient", "lg_lr0.1_meta0.003", 5, 18.5, 4.97, 2.06, 0.616, 9.53),
        new("NeutralGradient, diagonal only", "NeutralGradient", "ng_diag10", 5, 20.9, 6.79, 2.27, 0.77, 5.95),
        new("LearnedGradient, lr 0.1, meta_lr_scale 0", "LearnedGradient", "lg_lr0.1_meta0", 5, 20.3, 5.69, 2.42, 1.00, 10.7),
        new("Adam, lr 0.003", "Adam", "torch_adam", 5, 47, 10, 4.1, 2.9, 5.2),
        new("AdamW, lr 0.003", "AdamW", "torch_adamw", 5, 47, 10, 4.1, 2.9, 5.2),
        new("Eve, lr 0.003", "Eve", "test", 5, 48.6, 10.2, 4.17, 3.03, 6.22),
        new("ScaledAdam, lr 0.03", null, null, 3, 28.0, 8.86, 5.79, 3.68, 8.71),
        new("Cain, lr 0.03", "Cain", "test", 5, 56.4, 16.3, 9.56, 5.63, 14.5),
        new("LearnedGradient, lr 0.03, meta_lr_scale 0", "LearnedGradient", "lg_meta0", 5, 98.7, 63.0, 57.5, 30.7, 133),
        new("LearnedGradient, lr 0.03, the rate applied twice", "LearnedGradient", "lg_twice", 5, 144, 119, 118, 57.7, 203),
        new("LearnedGradient, the draft's defaults", "LearnedGradient", "test", 5, 2633, 1421, 1192, 661, 1750),
    ];

    /// <summary>The row of a preset, or null.</summary>
    /// <param name="optimizer">The optimizer's name.</param>
    /// <param name="preset">The preset's name.</param>
    public static EveCainReference? Find(string optimizer, string preset) =>
        All.FirstOrDefault(r => r.Optimizer == optimizer && r.Preset == preset);
}
