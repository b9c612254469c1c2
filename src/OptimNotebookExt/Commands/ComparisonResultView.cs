using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>What a comparison gave, and whether it was stopped.</summary>
internal sealed class ComparisonResultView(EveCainResults results, bool isStopped, int planned) : View
{
    private readonly ExperimentView view = new(results);

    public override string Summary => isStopped ? $"Stopped with {results.Runs.Count} of {planned} runs begun; {view.Summary}" : view.Summary;

    private protected override void Write(ViewWriter writer)
    {
        if (isStopped)
            writer.Paragraph($"Stopped: {ViewText.Count(results.Runs.Count)} of {ViewText.Count(planned, "run")} begun; a run that was not finished says how many epochs it has.");
        view.WriteTo(writer);
    }
}
