using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>A comparison that runs: where it stands, the curves so far.</summary>
internal sealed class ComparisonView(string current, IReadOnlyList<EveCainRun> runs, int planned, EveCainProgress? progress) : View
{
    public override string Summary => progress is null
        ? $"Comparing: {current} begins"
        : $"Comparing: {current} with seed {progress.Seed}, epoch {progress.Epoch + 1} of {progress.Epochs}, run {runs.Count} of {planned}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (runs.Count == 0)
            return;
        writer.Figure(LossFigure.Of(runs));
        writer.Table(
            ["optimizer", "preset", "seed", "epochs", "average loss"],
            runs.Select(r => (IReadOnlyList<string>)[r.Optimizer, r.Preset, FormattableString.Invariant($"{r.Seed}"), ViewText.Count(r.AvgLoss.Count), ViewText.Number(r.Final)]));
        writer.Paragraph("Stopping the cell keeps what is there.");
    }
}
