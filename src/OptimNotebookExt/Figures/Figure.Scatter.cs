namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>Points.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="x">The abscissas.</param>
    /// <param name="y">The ordinates, as many.</param>
    /// <param name="xAxis">The horizontal axis.</param>
    /// <param name="yAxis">The vertical axis.</param>
    public static Figure Scatter(string title, string alt, IEnumerable<double> x, IEnumerable<double> y, Axis? xAxis = null, Axis? yAxis = null) =>
        new(title, alt, [new Panel(xAxis ?? new Axis(), yAxis ?? new Axis(), [new ScatterSeries(x, y)])]);
}
