using OptimNotebookExt.Host.Reports;

namespace OptimNotebookExt.Host.Tests.Reports;

/// <summary>Small hand-made results.</summary>
internal static class Sample
{
    internal static ReportData Data(
        IReadOnlyList<ExperimentRun> runs, IReadOnlyList<PyTorchRun>? pyTorch = null, string? replay = null) =>
        new(new(runs, [new("libtorch", "2.10.0")]), pyTorch ?? [], replay is null ? null : ReplayLine.Parse(replay));

    internal static ExperimentRun Run(
        string optimizer = "Eve", string preset = "test", long seed = 42, double scale = 1, int epochs = 150, double? final = 4) =>
        new(optimizer, preset, seed, Losses(scale, epochs), final * scale, null, "fixed", [new("norm_input_col", 0.25)]);

    internal static PyTorchRun Reference(string key = "eve", long seed = 42, double scale = 1) => new(seed, key, Losses(scale, 150), 4 * scale);

    /// <summary>1000 at the start of epoch 0, halved every ten epochs.</summary>
    private static double[] Losses(double scale, int epochs) =>
        [.. Enumerable.Range(0, epochs).Select(k => scale * 1000 * Math.Pow(0.5, k / 10.0))];
}
