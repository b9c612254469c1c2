using OptimNotebookExt.Tracing;

namespace OptimNotebookExt.Views;

/// <summary>One recorded step of an optimizer: an overview of its parameters, and the lines of each to open.</summary>
public sealed class TracedStepView : View
{
    private readonly TracedStep step;

    /// <summary>Shows a step.</summary>
    /// <param name="step">The step, for example <c>trace.Steps[0]</c>.</param>
    public TracedStepView(TracedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        this.step = step;
    }

    /// <inheritdoc/>
    public override string Summary => $"Recorded step {ViewText.Count(step.Index + 1)} of an optimizer: {ViewText.Count(step.Parameters.Count, "parameter")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        StepsContent.Write(writer, [step]);
    }
}
