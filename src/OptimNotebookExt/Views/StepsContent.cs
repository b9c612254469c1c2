using OptimNotebookExt.Tracing;

namespace OptimNotebookExt.Views;

/// <summary>Recorded steps: one row for every parameter's step, then each of these to open.</summary>
internal static class StepsContent
{
    /// <summary>Tables of lines in one view; a table takes some 5 KB.</summary>
    private const int MaxTables = 16;

    private const int MaxRows = 400;

    internal static void Write(ViewWriter writer, IReadOnlyList<TracedStep> steps)
    {
        var all = steps.SelectMany(s => s.Parameters.Select(p => (Step: s, Trace: p))).ToArray();
        if (all.Length == 0)
        {
            writer.Paragraph("No parameter had a gradient, so nothing was updated.");
            return;
        }
        var content = new TraceContent();
        if (all is [var only])
        {
            writer.Paragraph($"{only.Trace.Name} {ViewText.Shape(only.Trace.Before.Value.Shape)}");
            content.Write(writer, only.Trace);
            return;
        }

        writer.Table(
            ["step", "parameter", "shape", "lines", "largest difference", "at"],
            all.Take(MaxRows).Select(e => new[]
            {
                ViewText.Count(e.Step.Index + 1), e.Trace.Name, ViewText.Shape(e.Trace.Before.Value.Shape), ViewText.Count(e.Trace.Lines.Count),
                ViewText.Number(e.Trace.MaxDifference), e.Trace.MaxDifference == 0 ? "–" : e.Trace.DifferenceAt,
            }),
            "Replay against the real step; a difference is relative to the tensor's largest element.");
        // One budget of figures for the whole view, the first parameters first.
        foreach (var (step, trace) in all.Take(MaxTables))
            writer.Details(steps.Count > 1 ? $"Step {ViewText.Count(step.Index + 1)}: {trace.Name}" : trace.Name, w => content.Write(w, trace));
        if (all.Length > MaxTables)
            writer.Paragraph($"The lines of {ViewText.Count(all.Length - MaxTables)} more are in trace.Steps[…][\"parameter\"].");
    }
}
