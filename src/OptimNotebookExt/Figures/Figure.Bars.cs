namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>Horizontal bars, one a label, in the order given.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="labels">What each bar stands for.</param>
    /// <param name="values">The lengths, as many.</param>
    /// <param name="axis">The axis of the lengths.</param>
    public static Figure Bars(string title, string alt, IEnumerable<string> labels, IEnumerable<double> values, Axis? axis = null) =>
        Bars(title, alt, [new BarSeries(labels, values)], axis);

    /// <summary>Groups of horizontal bars over the same labels.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="series">Bars over the same labels.</param>
    /// <param name="axis">The axis of the lengths.</param>
    public static Figure Bars(string title, string alt, IEnumerable<BarSeries> series, Axis? axis = null) =>
        new(title, alt, [new Panel(axis ?? new Axis(), new Axis(), series)]);
}
