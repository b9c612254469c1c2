using System.Globalization;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Host.Terminals;

namespace OptimNotebookExt.Host.Experiments;

/// <summary>All runs of one call, one after the other, a line each; while they run, a bar on a terminal and further lines elsewhere.</summary>
internal sealed class EveCainBatch(IReadOnlyList<EveCainPreset> presets, IReadOnlyList<EveCainData> data, EveCainOptions options)
{
    private const int EpochsBetweenLines = 50;

    private int Count => presets.Count * data.Count;

    internal IReadOnlyList<EveCainRun> Run(TextWriter output, TextWriter error, CancellationToken cancellation) =>
        ProgressDisplay.Run(output, error, Count * options.Epochs, display => Run(display, cancellation));

    private EveCainRun[] Run(ProgressDisplay display, CancellationToken cancellation)
    {
        var done = 0;
        var progress = new SynchronousProgress<EveCainProgress>(p =>
        {
            display.Begin(Invariant($"{p.Preset} seed {p.Seed}, loss {p.AverageLoss:G4}"));
            display.Advance();
            if (!display.HasBar && p.Epoch > 0 && p.Epoch % EpochsBetweenLines == 0)
                display.WriteLine(Invariant($"{p.Preset} seed {p.Seed}: epoch {p.Epoch}, avg_loss {p.AverageLoss:G5}, lr {p.LearningRate:G4}"));
        });
        return Each(preset => seed =>
        {
            var run = EveCainExperiment.Run(preset, seed, OptionsOf(preset, seed), progress, cancellation);
            var since = run.ResumedFrom > 0 ? Invariant($", from step {run.ResumedFrom} on") : string.Empty;
            display.WriteLine(run.Stopped
                ? Invariant($"{preset} seed {run.Seed}: stopped after step {run.Steps} at avg_loss {run.Final:G5}{since} ({++done} of {Count})")
                : Invariant($"{preset} seed {run.Seed}: final {run.Final:G5} in {run.WallSeconds:F1} s{since} ({++done} of {Count})"));
            return run;
        });
    }

    /// <summary>One run is kept in the file itself; of several, each in one of its own beside it.</summary>
    private EveCainOptions OptionsOf(EveCainPreset preset, EveCainData seed) => options.Checkpoint is not { } file || Count == 1
        ? options
        : options with { Checkpoint = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Invariant($"{Path.GetFileNameWithoutExtension(file)}.{preset.Optimizer}-{preset.Name}-{seed.Seed}{Path.GetExtension(file)}")) };

    private EveCainRun[] Each(Func<EveCainPreset, Func<EveCainData, EveCainRun>> run) =>
        [.. presets.SelectMany(preset => data.Select(run(preset)))];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
