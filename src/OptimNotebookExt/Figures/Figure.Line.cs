namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>A line over 0, 1, 2, ….</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="y">The ordinates.</param>
    /// <param name="xAxis">The horizontal axis; "step" by default.</param>
    /// <param name="yAxis">The vertical axis.</param>
    public static Figure Line(string title, string alt, IEnumerable<double> y, Axis? xAxis = null, Axis? yAxis = null)
    {
        ArgumentNullException.ThrowIfNull(y);
        double[] values = [.. y];
        return Line(title, alt, [new LineSeries(Indices(values.Length, 0), values)], xAxis, yAxis);
    }

    /// <summary>Lines, bands, points and arrows on shared axes.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="series">The series; bands are drawn beneath lines.</param>
    /// <param name="xAxis">The horizontal axis; "step" by default.</param>
    /// <param name="yAxis">The vertical axis.</param>
    /// <param name="caption">A text below the figure; by default the alt sentence.</param>
    public static Figure Line(string title, string alt, IEnumerable<Series> series, Axis? xAxis = null, Axis? yAxis = null, string? caption = null) =>
        new(title, alt, [new Panel(xAxis ?? new Axis("step"), yAxis ?? new Axis(), series)], caption);

    private static IEnumerable<double> Indices(int count, int first) => Enumerable.Range(first, count).Select(i => (double)i);
}
