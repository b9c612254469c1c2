using OptimNotebookExt.Figures.Rendering;

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

    /// <summary>Points.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="x">The abscissas.</param>
    /// <param name="y">The ordinates, as many.</param>
    /// <param name="xAxis">The horizontal axis.</param>
    /// <param name="yAxis">The vertical axis.</param>
    public static Figure Scatter(string title, string alt, IEnumerable<double> x, IEnumerable<double> y, Axis? xAxis = null, Axis? yAxis = null) =>
        new(title, alt, [new Panel(xAxis ?? new Axis(), yAxis ?? new Axis(), [new ScatterSeries(x, y)])]);

    /// <summary>A matrix as coloured cells.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="values">The matrix [rows, columns].</param>
    /// <param name="scale">The colours; <see cref="ColorScale.Magnitude"/> by default.</param>
    /// <param name="name">What the values are; labels the colour bar.</param>
    public static Figure HeatMap(string title, string alt, double[,] values, ColorScale? scale = null, string name = "") =>
        HeatMap(title, alt, new HeatMapSeries(values, scale, name));

    /// <inheritdoc cref="HeatMap(string, string, double[,], ColorScale?, string)"/>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="map">The heat map.</param>
    /// <param name="caption">A text below the figure; by default the alt sentence.</param>
    public static Figure HeatMap(string title, string alt, HeatMapSeries map, string? caption = null) =>
        new(title, alt, [new Panel(new Axis("column"), new Axis("row"), [map])], caption);

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

    /// <summary>A spectrum: values, greatest first, over their rank from 1, on a log axis.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="values">Eigenvalues or singular values in any order; values ≤ 0 are left out with a note.</param>
    /// <param name="label">The label of the vertical axis; "eigenvalue" by default.</param>
    public static Figure Spectrum(string title, string alt, IEnumerable<double> values, string label = "eigenvalue") =>
        Spectrum(title, alt, [("", values)], label);

    /// <summary>Several spectra on the same axes.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="spectra">Names and values in any order.</param>
    /// <param name="label">The label of the vertical axis.</param>
    public static Figure Spectrum(string title, string alt, IEnumerable<(string Name, IEnumerable<double> Values)> spectra, string label = "eigenvalue")
    {
        ArgumentNullException.ThrowIfNull(spectra);
        return new Figure(title, alt, [new Panel(new Axis("rank"), Axis.Log(label), spectra.Select(s => Ranked(s.Name, s.Values)))]);
    }

    /// <summary>The ellipses uᵀA⁻¹u = 1 of 2 × 2 covariance matrices A, and where a matrix carries the points of the first.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="covariances">Names and symmetric 2 × 2 matrices, as G, C and PGP.</param>
    /// <param name="map">A 2 × 2 matrix P: arrows go from points u of the first ellipse to P·u; null for no arrows.</param>
    /// <param name="mapName">The name of the arrows.</param>
    /// <exception cref="ArgumentException">A matrix is not 2 × 2.</exception>
    public static Figure Ellipses(string title, string alt, IEnumerable<(string Name, double[,] Matrix)> covariances, double[,]? map = null, string mapName = "P")
    {
        ArgumentNullException.ThrowIfNull(covariances);
        return new Figure(title, alt, [new Panel(new Axis(), new Axis(), EllipseSeries.Of([.. covariances], map, mapName), equalAspect: true)]);
    }

    /// <summary>Figures as the panels of one, as a heat map beside its spectrum; their titles become the panels' titles.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="figures">The figures, left to right, then downwards.</param>
    /// <param name="columns">Panels side by side; by default up to three.</param>
    public static Figure Beside(string title, string alt, IEnumerable<Figure> figures, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var panels = figures.SelectMany(f => f.Panels.Select(p => p.With(p.Series, p.Title.Length > 0 ? p.Title : f.Title)));
        return new Figure(title, alt, panels, columns: columns);
    }

    private static LineSeries Ranked(string name, IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        // NaN last: a spectrum with a gap in front would start at the wrong rank.
        double[] sorted = [.. values.OrderByDescending(v => double.IsNaN(v) ? double.NegativeInfinity : v)];
        return new LineSeries(Indices(sorted.Length, 1), sorted, name);
    }

    private static IEnumerable<double> Indices(int count, int first) => Enumerable.Range(first, count).Select(i => (double)i);
}
