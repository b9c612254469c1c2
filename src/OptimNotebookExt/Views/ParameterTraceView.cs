using OptimNotebookExt.Tracing;

namespace OptimNotebookExt.Views;

/// <summary>
/// One step of one parameter: the table line – value – shape – statistics in the order of the algorithm, how far the
/// replay is from the real step, and every matrix as a heat map to open.
/// </summary>
public sealed class ParameterTraceView : View
{
    private readonly ParameterTrace trace;

    /// <summary>Shows a step of a parameter.</summary>
    /// <param name="trace">The step, for example <c>trace.Steps[0]["0.weight"]</c>.</param>
    public ParameterTraceView(ParameterTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        this.trace = trace;
    }

    /// <inheritdoc/>
    public override string Summary => $"A step of {trace.Name} {ViewText.Shape(trace.Before.Value.Shape)} in {ViewText.Count(trace.Lines.Count, "line")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        new TraceContent().Write(writer, trace);
    }
}
