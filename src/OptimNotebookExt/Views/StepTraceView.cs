using OptimNotebookExt.Tracing;

namespace OptimNotebookExt.Views;

/// <summary>The steps that a <see cref="StepTrace"/> has recorded so far: an overview, and the lines of each parameter to open.</summary>
public sealed class StepTraceView : View
{
    private readonly TracedStep[] steps;

    /// <summary>Shows the steps recorded until now.</summary>
    /// <param name="trace">The trace; it is not kept.</param>
    public StepTraceView(StepTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        steps = [.. trace.Steps];
    }

    /// <inheritdoc/>
    public override string Summary => steps.Length == 0
        ? "A trace without any step yet"
        : $"Trace of {ViewText.Count(steps.Length, "step")} of an optimizer, {ViewText.Count(steps.Max(s => s.Parameters.Count), "parameter")} in each";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (steps.Length == 0)
            writer.Paragraph("Call optimizer.step() after StepTrace.Record(optimizer).");
        else
            StepsContent.Write(writer, steps);
    }
}
