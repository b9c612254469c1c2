using OptimNotebookExt.Experiments;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Tests.Gallery.HowTo;

/// <summary>The learning rate that a schedule gives over the batches of a run.</summary>
internal sealed class LearningRateView : View
{
    private readonly double[] batches;
    private readonly double[] rates;

    /// <summary>Shows the learning rates of a demonstration.</summary>
    /// <param name="demonstration">What the schedule gave; it is not kept.</param>
    public LearningRateView(EdenDemonstration demonstration)
    {
        ArgumentNullException.ThrowIfNull(demonstration);
        (batches, rates) = ([.. demonstration.Points.Select(p => (double)p.Batch)], [.. demonstration.Points.Select(p => p.Lr)]);
    }

    /// <inheritdoc/>
    public override string Summary => $"Learning rate after {ViewText.Count(rates.Length, "step")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (rates.Length == 0)
        {
            writer.Paragraph("There was no step.");
            return;
        }
        writer.Figure(Figure.Line(
            "Learning rate", "The learning rate that the schedule gives after every batch.",
            [new LineSeries(batches, rates, "lr")], new Axis("batch"), new Axis("lr")));
        writer.Table(["", "lr"], [["first", ViewText.Number(rates[0])], ["last", ViewText.Number(rates[^1])]]);
    }
}
