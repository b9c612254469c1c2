using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Tests.Views;

/// <summary>The learning rate over a recorded run.</summary>
internal sealed class LearningRateView : View
{
    private readonly double[] steps;
    private readonly double[] rates;

    /// <summary>Shows the learning rate of a recorded run of one parameter group.</summary>
    /// <param name="history">What was recorded; it is not kept.</param>
    internal LearningRateView(HistorySnapshot history)
    {
        ArgumentNullException.ThrowIfNull(history);
        (steps, rates) = ([.. history.Steps.Select(s => (double)s)], [.. history["lr"]]);
    }

    /// <inheritdoc/>
    public override string Summary => $"Learning rate at {ViewText.Count(steps.Length, "sample")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (steps.Length == 0)
        {
            writer.Paragraph("The history has no samples.");
            return;
        }
        writer.Figure(Figure.Line(
            "Learning rate", "The learning rate at every sampled step of the run.",
            [new LineSeries(steps, rates, "lr")], new Axis("step"), new Axis("lr")));
        writer.Table(["", "lr"], [["first", ViewText.Number(rates[0])], ["last", ViewText.Number(rates[^1])]]);
    }
}
