using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>What went wrong with parameters, as a table; nothing where nothing did.</summary>
internal static class FailureTable
{
    private static readonly (string Name, Func<FailureCounts, long> Count)[] Columns =
    [
        ("gradients not finite: skipped", f => f.SkippedSteps),
        ("of these in a row now", f => f.SkippedInARow),
        ("failed decompositions: previous kept", f => f.FailedDecompositions),
        ("of these in a row now", f => f.FailedInARow),
        ("lr not positive definite", f => f.LostDefiniteness),
        ("of these not finite: previous kept", f => f.KeptMatrices),
        ("updates with matrices collapsed", f => f.CollapsedUpdates),
        ("of these in a row now", f => f.IsCollapsed ? f.CollapsedInARow : 0),
    ];

    internal static void Write(ViewWriter writer, IEnumerable<ParameterSnapshot> parameters, int most)
    {
        var failing = parameters.Where(p => p.Failures.IsReported).ToArray();
        if (failing.Length == 0)
            return;
        var columns = Columns.Where(c => failing.Any(p => c.Count(p.Failures) > 0)).ToArray();
        writer.Paragraph($"Something went wrong with {ViewText.Count(failing.Length, "parameter")}:");
        writer.Table(
            ["parameter", .. columns.Select(c => c.Name)],
            failing.Take(most).Select(p => (IReadOnlyList<string>)[p.Name, .. columns.Select(c => ViewText.Count(c.Count(p.Failures)))]));
        if (failing.Any(p => p.Failures.CollapsedUpdates > 0))
            writer.Paragraph("Collapsed: the step has one direction only, all others stand as good as still. Make the optimizer anew with a smaller eta or a larger shrink (the draft's form: a smaller meta_lr_scale); eta 0 cannot collapse.");
        if (failing.Length > most)
            writer.Paragraph($"{ViewText.Count(failing.Length - most, "parameter")} more left out.");
    }
}
