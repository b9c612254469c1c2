using System.Diagnostics;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Commands;

/// <summary>Runs of the experiment one after another, with progress in one display, until all are done or a stop.</summary>
internal sealed class Comparison
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly (EveCainPreset Preset, long Seed)[] plan;
    private readonly EveCainOptions options;
    private readonly string commandLine;
    private readonly List<EveCainRun> runs = [];

    internal Comparison(IReadOnlyList<EveCainPreset> presets, IReadOnlyList<long> seeds, EveCainOptions options)
    {
        if (seeds.Count == 0)
            throw new CommandException("No seed was given: write --seeds and numbers separated by commas, such as 42,1.");
        options.Validate();
        plan = [.. seeds.Distinct().SelectMany(seed => presets.Select(preset => (preset, seed)))];
        this.options = options;
        commandLine = FormattableString.Invariant($"{CommandCatalog.Directive} compare {string.Join(',', presets.Select(p => p.Optimizer).Distinct())} --presets {string.Join(',', presets.Select(p => p.Name).Distinct())} --seeds {string.Join(',', seeds.Distinct())} --epochs {options.Epochs} --device {options.Device}");
    }

    /// <summary>Whether it was stopped before the end.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Runs; what was done when the token was cancelled is kept, and a run that was not finished says in its preset's name how far it came.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the first step.</exception>
    /// <param name="session">Where progress is shown.</param>
    /// <param name="showsResult">Whether the display ends with the result, or leaves that to the caller and ends with a line.</param>
    /// <param name="cancellation">The stop.</param>
    internal EveCainResults Run(INotebookSession session, bool showsResult, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var display = session.Display(new ComparisonView(plan[0].Preset.ToString(), runs, plan.Length, null));
        foreach (var (preset, seed) in plan)
        {
            var run = EveCainExperiment.RunUntilStopped(preset, EveCainData.Generate(seed), options, new Live(this, display), cancellation);
            if (run.AvgLoss.Count == options.Epochs)
            {
                runs.Add(run);
                continue;
            }
            IsStopped = true;
            if (run.AvgLoss.Count > 0)
                runs.Add(run with { Preset = $"{run.Preset}, {run.AvgLoss.Count} of {options.Epochs} epochs" });
            break;
        }
        var results = new EveCainResults([.. runs], RunManifest.Capture(plan.Select(p => p.Seed).Distinct(), options.Device, commandLine));
        var view = new ComparisonResultView(results, IsStopped, plan.Length);
        display.Update(showsResult ? view : new NoteView(view.Summary));
        return results;
    }

    /// <summary>Called by the run itself, at the start of every epoch; shows the curves so far, not more often than a reader sees.</summary>
    private sealed class Live(Comparison comparison, INotebookDisplay display) : IProgress<EveCainProgress>
    {
        private readonly List<double> losses = [];
        private long shown;

        public void Report(EveCainProgress value)
        {
            losses.Add(value.AverageLoss);
            if (losses.Count > 1 && Stopwatch.GetElapsedTime(shown) < Interval)
                return;
            shown = Stopwatch.GetTimestamp();
            display.Update(new ComparisonView(
                value.Preset.ToString(),
                [.. comparison.runs, Partial(value)],
                comparison.plan.Length,
                value));
        }

        private EveCainRun Partial(EveCainProgress value) => new()
        {
            Optimizer = value.Preset.Optimizer,
            Preset = value.Preset.Name,
            Seed = value.Seed,
            AvgLoss = [.. losses],
            Final = value.AverageLoss,
            LogStddev = new Dictionary<string, double>(),
        };
    }
}
