using OptimNotebookExt.Figures;
using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views;

/// <summary>One quantity of a history over the steps, of every parameter or matrix that has it, as a panel.</summary>
internal static class HistoryLines
{
    /// <summary>Lines of a panel; more cannot be told apart.</summary>
    private const int MaxLines = 6;

    /// <summary>Points of a line; a panel is some 200 pixels wide.</summary>
    private const int MaxPoints = 160;

    /// <summary>Ranges above this factor are drawn on a log axis.</summary>
    private const double LogFactor = 20;

    /// <summary>The names of the columns of a quantity: the column itself, or every parameter's or matrix's.</summary>
    internal static string[] Columns(HistorySnapshot history, string quantity) =>
        [.. history.Values.Select(v => v.Key).Where(k => k == quantity || k.EndsWith("/" + quantity, StringComparison.Ordinal))];

    /// <summary>A figure of the quantity, or null where the history does not have it.</summary>
    /// <param name="history">The history.</param>
    /// <param name="title">The title.</param>
    /// <param name="quantity">The last part of the columns' names.</param>
    /// <param name="sampledOnly">True: rows without a number are moments that were not looked at, and no gaps.</param>
    internal static Figure? Of(HistorySnapshot history, string title, string quantity, bool sampledOnly = false)
    {
        var columns = Columns(history, quantity);
        if (columns.Length == 0)
            return null;
        var lines = columns.Select(c => Line(history, c, quantity, sampledOnly)).ToArray();
        var shown = Shown(lines);
        IEnumerable<Series> series = shown;
        if (shown.Length < lines.Length)
            series = series.Prepend(Band(history, columns));
        var alt = columns.Length == 1 && columns[0] == quantity
            ? $"{title} over the steps of the run."
            : $"{title} over the steps of the run, {(shown.Length < lines.Length ? $"the {shown.Length} largest and the range of all {lines.Length}" : "a line for each")}.";
        return Figure.Line(title, alt, series, new Axis("step"), new Axis("", Scale(lines)));
    }

    /// <summary>Log where nothing is negative and the values span more than a factor of <see cref="LogFactor"/>.</summary>
    internal static AxisScale Scale(IReadOnlyCollection<LineSeries> lines)
    {
        var values = lines.SelectMany(l => l.Y).Where(double.IsFinite).ToArray();
        var positive = values.Where(v => v > 0).ToArray();
        return positive.Length == 0 || values.Any(v => v < 0) || positive.Length * 10 < values.Length * 9 || positive.Max() < LogFactor * positive.Min()
            ? AxisScale.Linear
            : AxisScale.Log;
    }

    private static LineSeries Line(HistorySnapshot history, string column, string quantity, bool sampledOnly)
    {
        var points = history.Steps.Zip(history[column], (step, value) => (Step: (double)step, Value: value)).Where(p => !sampledOnly || !double.IsNaN(p.Value)).ToArray();
        var name = column == quantity ? "" : column[..^(quantity.Length + 1)];
        return Reduction.Line(new LineSeries(points.Select(p => p.Step), points.Select(p => p.Value), name), MaxPoints);
    }

    private static LineSeries[] Shown(LineSeries[] lines)
    {
        if (lines.Length <= MaxLines)
            return lines;
        var largest = lines.OrderByDescending(l => l.Y.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max()).Take(MaxLines).ToHashSet();
        return [.. lines.Where(largest.Contains)];
    }

    private static BandSeries Band(HistorySnapshot history, string[] columns)
    {
        var rows = Enumerable.Range(0, history.Steps.Length)
            .Select(row => (Step: (double)history.Steps[row], Values: columns.Select(c => history[c][row]).Where(double.IsFinite).ToArray()))
            .Where(r => r.Values.Length > 0).ToArray();
        return Reduction.Band(new BandSeries(rows.Select(r => r.Step), rows.Select(r => r.Values.Min()), rows.Select(r => r.Values.Max()), name: $"range of all {columns.Length}"), MaxPoints);
    }
}
