using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views;

/// <summary>A run as its <see cref="History"/> recorded it: a figure for each group of quantities, spectra over time, and the last sample as a table.</summary>
public sealed class HistoryView : View
{
    private readonly HistorySnapshot history;

    /// <summary>Shows what was recorded until now.</summary>
    /// <param name="history">The history; it is not kept.</param>
    public HistoryView(History history)
        : this((history ?? throw new ArgumentNullException(nameof(history))).Freeze())
    {
    }

    /// <summary>Shows a recorded run.</summary>
    /// <param name="history">What was recorded, or read from a file.</param>
    public HistoryView(HistorySnapshot history)
    {
        ArgumentNullException.ThrowIfNull(history);
        this.history = history;
    }

    /// <inheritdoc/>
    public override string Summary => history.Steps.IsEmpty
        ? "History of a run without any sample yet"
        : $"History of {history.Optimizer ?? "a run"}: {ViewText.Count(history.Steps.Length, "sample")}, steps {ViewText.Count(history.Steps[0])} to {ViewText.Count(history.Steps[^1])}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (history.Steps.IsEmpty)
        {
            writer.Paragraph("Take a step after History.Attach(optimizer); the first one is sampled.");
            return;
        }
        writer.Facts(HistoryTables.Facts(history));
        Show(HistoryFigures.Run(history));
        Show(HistoryFigures.Sizes(history));
        Show(HistoryFigures.Updates(history));
        Open("Scale of the parameters", HistoryFigures.Scale(history));
        Open("What the matrices learn", HistoryFigures.Learning(history));
        Open("Matrices", HistoryFigures.Matrices(history), HistoryFigures.Staleness(history));
        Open("Spectra", [.. HistoryFigures.Spectra(history)]);
        HistoryTables.WriteLast(writer, history);

        void Show(Figure? figure)
        {
            if (figure is not null)
                writer.Figure(figure);
        }

        void Open(string summary, params Figure?[] figures)
        {
            var there = figures.OfType<Figure>().ToArray();
            if (there.Length > 0)
                writer.Details(summary, w => Array.ForEach(there, w.Figure));
        }
    }
}
