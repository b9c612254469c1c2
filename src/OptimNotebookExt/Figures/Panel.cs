namespace OptimNotebookExt.Figures;

/// <summary>One pair of axes with its series; a <see cref="Figure"/> has one or several side by side.</summary>
public sealed class Panel
{
    /// <summary>Describes a panel.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="series">What is drawn, first to last. A heat map stands alone; bars stand with bars over the same labels only.</param>
    /// <param name="title">A title above the panel; empty in figures of one panel.</param>
    /// <param name="equalAspect">True: a unit is equally long on both axes, as ellipses need it.</param>
    /// <exception cref="ArgumentException">Series that cannot share a panel.</exception>
    public Panel(Axis x, Axis y, IEnumerable<Series> series, string title = "", bool equalAspect = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(title);
        Series[] all = [.. series];
        if (Array.IndexOf(all, null) is var at && at >= 0)
            throw new ArgumentException($"series[{at}] is null: give every series.", nameof(series));
        if (all.Length > 1 && all.Any(s => s is HeatMapSeries))
            throw new ArgumentException("A heat map shares its panel with other series: give it a panel of its own and set the panels side by side.", nameof(series));
        CheckBars(all);
        if (equalAspect && (x.Scale == AxisScale.Log || y.Scale == AxisScale.Log))
            throw new ArgumentException("equalAspect with a log axis: lengths on it are no differences; use linear axes.", nameof(equalAspect));
        (X, Y, Series, Title, EqualAspect) = (x, y, Array.AsReadOnly(all), title, equalAspect);
    }

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; }

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; }

    /// <summary>What is drawn, first to last.</summary>
    public IReadOnlyList<Series> Series { get; }

    /// <summary>The title above the panel; may be empty.</summary>
    public string Title { get; }

    /// <summary>Whether a unit is equally long on both axes.</summary>
    public bool EqualAspect { get; }

    internal HeatMapSeries? HeatMap => Series is [HeatMapSeries map] ? map : null;

    internal bool HasBars => Series.Count > 0 && Series[0] is BarSeries;

    internal Panel With(IEnumerable<Series> series, string? title = null) => new(X, Y, series, title ?? Title, EqualAspect);

    private static void CheckBars(Series[] series)
    {
        var bars = series.OfType<BarSeries>().ToArray();
        if (bars.Length == 0)
            return;
        if (bars.Length != series.Length)
            throw new ArgumentException("Bars share their panel with other kinds of series: give them a panel of their own.", nameof(series));
        if (bars.Any(b => !b.Labels.SequenceEqual(bars[0].Labels)))
            throw new ArgumentException("The bar series of a panel have different labels: give the same labels in the same order.", nameof(series));
    }
}
