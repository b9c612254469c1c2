using OptimNotebookExt.Diagnostics;

namespace OptimNotebookExt.Views;

/// <summary>
/// The statistics of a module's outputs, parameters and gradients as a table in the order of the model, with figures of their
/// sizes, of the distribution over channels and of eigenvalues. A click on a column's head sorts the table where scripts run;
/// <see cref="SortedBy"/> gives another order everywhere.
/// </summary>
public sealed class DiagnosticsView : View
{
    private const int MaxRows = 200;

    private readonly DiagnosticsReport report;
    private readonly DiagnosticsColumn? sortedBy;
    private readonly bool descending;

    /// <summary>Shows a report in the order of the model; tensors with non-finite values come first.</summary>
    /// <param name="report">What <see cref="TensorDiagnostics.Collect"/> returned.</param>
    public DiagnosticsView(DiagnosticsReport report)
        : this(report, null, false)
    {
    }

    private DiagnosticsView(DiagnosticsReport report, DiagnosticsColumn? sortedBy, bool descending)
    {
        ArgumentNullException.ThrowIfNull(report);
        (this.report, this.sortedBy, this.descending) = (report, sortedBy, descending);
    }

    /// <summary>The columns that <see cref="SortedBy"/> takes.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. DiagnosticsColumn.All.Select(c => c.Name)];

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            var odd = report.Tensors.Count(t => t.Values.NonFinite > 0);
            return $"Tensor diagnostics of {report.Module}: {ViewText.Count(report.Tensors.Count, "tensor")}, {(odd == 0 ? "all values finite" : $"{ViewText.Count(odd)} with values that are not finite")}";
        }
    }

    /// <summary>The same report with its table in another order; values that are NaN come last.</summary>
    /// <param name="column">One of <see cref="Columns"/>, for example <c>rms</c>.</param>
    /// <param name="descending">The largest first; the default.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public DiagnosticsView SortedBy(string column, bool descending = true) => new(
        report,
        DiagnosticsColumn.All.FirstOrDefault(c => c.Name == column)
            ?? throw new ArgumentException($"column = '{column}': the table has {string.Join(", ", Columns)}.", nameof(column)),
        descending);

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        writer.Facts(
        [
            ("forward passes", ViewText.Count(report.Passes)),
            ("readings of the parameters", ViewText.Count(report.ParameterReadings)),
            ("time in hooks", $"{ViewText.Number(report.HookSeconds)} s of {ViewText.Number(report.WallSeconds)} s"),
        ]);
        var tensors = Ordered().ToArray();
        if (tensors.Length > 0)
        {
            writer.Table(
                Columns,
                tensors.Take(MaxRows).Select(t => DiagnosticsColumn.All.Select(c => c.Text(t)).ToArray()),
                sortedBy is null ? "In the order of the model" : $"By {sortedBy.Name}, the {(descending ? "largest" : "smallest")} first",
                sortable: true);
            if (tensors.Length > MaxRows)
                writer.Paragraph($"{ViewText.Count(tensors.Length - MaxRows, "more tensor")}: report.Tensors has every one, SortedBy(…) brings others to the top.");
        }
        DiagnosticsFigures.Write(writer, report, tensors);
        foreach (var note in report.Notes.Concat(report.Tensors.SelectMany(t => t.Notes.Select(n => $"{t.Name}: {n}"))))
            writer.Paragraph(note);
    }

    private IEnumerable<TensorDiagnostic> Ordered()
    {
        if (sortedBy is null)
            return report.Tensors.OrderBy(t => t.Values.NonFinite == 0);
        var there = report.Tensors.OrderBy(t => sortedBy.IsMissing(t));
        return descending ? there.ThenByDescending(sortedBy.Key, sortedBy) : there.ThenBy(sortedBy.Key, sortedBy);
    }
}
