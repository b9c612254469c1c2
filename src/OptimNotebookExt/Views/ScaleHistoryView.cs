using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views;

/// <summary>
/// How the scale of every parameter developed: its rms, and the running averages <c>scale_exp_avg</c>, <c>scale_exp_avg_sq</c> and
/// <c>scale_grads</c> by which the optimizer changes it.
/// </summary>
public sealed class ScaleHistoryView : View
{
    private const int MaxParameters = 60;

    private readonly HistorySnapshot history;

    /// <summary>Shows the scales until now.</summary>
    /// <param name="history">The history; it is not kept.</param>
    public ScaleHistoryView(History history)
        : this((history ?? throw new ArgumentNullException(nameof(history))).Freeze())
    {
    }

    /// <summary>Shows the scales of a recorded run.</summary>
    /// <param name="history">What was recorded, or read from a file.</param>
    public ScaleHistoryView(HistorySnapshot history)
    {
        ArgumentNullException.ThrowIfNull(history);
        this.history = history;
    }

    /// <inheritdoc/>
    public override string Summary => $"Scale of {ViewText.Count(HistoryTables.Parameters(history).Length, "parameter")} over a run{(history.Optimizer is { } name ? $" of {name}" : "")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (history.Steps.IsEmpty || HistoryLines.Of(history, "Rms of the parameters", "param_rms") is not { } rms)
        {
            writer.Paragraph("The history has no samples of param_rms.");
            return;
        }
        writer.Figure(rms);
        if (HistoryFigures.Scale(history) is { } scale)
            writer.Figure(scale);
        else
            writer.Paragraph($"{history.Optimizer ?? "The optimizer"} keeps no averages of the scale.");
        writer.Table(
            ["parameter", "first rms", "last rms", "ratio", "least", "greatest"],
            HistoryLines.Columns(history, "param_rms").Take(MaxParameters).Select(Row));
    }

    private string[] Row(string column)
    {
        var values = history[column];
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).ToArray();
        return
        [
            column[..^"/param_rms".Length], ViewText.Number(values[0]), ViewText.Number(values[^1]), ViewText.Number(values[^1] / values[0]),
            ViewText.Number(finite.Min()), ViewText.Number(finite.Max()),
        ];
    }
}
