using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Views;

/// <summary>Runs of the experiment: loss curves with the range over seeds, the final table beside PyTorch's figures, every run, the manifest.</summary>
public sealed class ExperimentView : View
{
    private readonly EveCainRun[] runs;
    private readonly RunManifest? manifest;

    /// <summary>Shows results.</summary>
    /// <param name="results">What the experiment gave, or <see cref="EveCainResults.Load"/> read.</param>
    public ExperimentView(EveCainResults results)
        : this((results ?? throw new ArgumentNullException(nameof(results))).Runs, results.Manifest)
    {
    }

    /// <summary>Shows runs.</summary>
    /// <param name="runs">Runs of any optimizers, presets and seeds.</param>
    /// <param name="manifest">What they were made with; may be null.</param>
    public ExperimentView(IEnumerable<EveCainRun> runs, RunManifest? manifest = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        this.runs = [.. runs];
        this.manifest = manifest;
    }

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            if (runs.Length == 0)
                return "The experiment eve-cain without any run";
            var seeds = runs.Select(r => r.Seed).Distinct().ToArray();
            return $"The experiment eve-cain: {ViewText.Count(runs.Length, "run")} of {string.Join(", ", runs.Select(r => r.Optimizer).Distinct())}, {(seeds.Length == 1 ? "seed" : "seeds")} {string.Join(", ", seeds)}";
        }
    }

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (runs.Length > 0)
        {
            writer.Figure(LossFigure.Of(runs));
            ExperimentTables.WriteFinals(writer, runs);
            writer.Details("Every run", w => ExperimentTables.WriteRuns(w, runs));
        }
        if (manifest is not null)
            writer.Details("Run manifest", w => w.Facts(RunManifestView.Facts(manifest)));
    }
}
