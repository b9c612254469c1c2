using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Views;

/// <summary>A sweep: the optimizers at their best settings with figures and tests, the learning rates, every run.</summary>
public sealed class SweepView : View
{
    private readonly SweepSummary summary;

    /// <summary>Shows results.</summary>
    /// <param name="results">What <c>optimnb sweep</c> wrote, read by <see cref="SweepResults.Load"/>.</param>
    public SweepView(SweepResults results)
        : this(SweepSummary.Of(results))
    {
    }

    /// <summary>Shows a summary.</summary>
    /// <param name="summary">The summary.</param>
    public SweepView(SweepSummary summary) => this.summary = summary ?? throw new ArgumentNullException(nameof(summary));

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            var (results, definition) = (summary.Results, summary.Results.Definition);
            var done = results.IsComplete ? ViewText.Count(results.Rows.Count, "run") : $"{ViewText.Count(results.Rows.Count)} of {ViewText.Count(results.Expected, "run")}";
            return $"The sweep {definition.Name}: {ViewText.Count(definition.Optimizers.Count, "optimizer")} on {definition.Task}, {ViewText.Count(results.Steps, "step")}, {done}";
        }
    }

    /// <summary>Whether every run is listed too.</summary>
    internal bool ListsRuns { get; init; } = true;

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (summary.Results.Definition.Description is { Length: > 0 } description)
            writer.Paragraph(description);
        if (summary.Results.Rows.Count == 0)
            return;
        if (SweepFigures.Of(summary) is { } figure)
            writer.Figure(figure);
        SweepTables.WriteStandings(writer, summary);
        SweepTables.WriteComparisons(writer, summary);
        SweepTables.WriteSensitivity(writer, summary);
        if (ListsRuns)
            writer.Details("Every run", w => SweepTables.WriteRows(w, summary.Results));
    }
}
