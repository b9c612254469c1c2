namespace OptimNotebookExt.Figures;

/// <summary>Arrows from points to points, as where a matrix carries the points of an ellipse.</summary>
public sealed class ArrowSeries : Series
{
    /// <summary>Describes arrows.</summary>
    /// <param name="fromX">Abscissas of the tails.</param>
    /// <param name="fromY">Ordinates of the tails, as many.</param>
    /// <param name="toX">Abscissas of the heads, as many.</param>
    /// <param name="toY">Ordinates of the heads, as many.</param>
    /// <param name="name">The name in legends.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ArrowSeries(IEnumerable<double> fromX, IEnumerable<double> fromY, IEnumerable<double> toX, IEnumerable<double> toY, string name = "")
        : base(name)
    {
        var (x0, y0, x1, y1) = (Copy(fromX, nameof(fromX)), Copy(fromY, nameof(fromY)), Copy(toX, nameof(toX)), Copy(toY, nameof(toY)));
        CheckLengths(nameof(fromY), y0.Length, nameof(fromX), x0.Length);
        CheckLengths(nameof(toX), x1.Length, nameof(fromX), x0.Length);
        CheckLengths(nameof(toY), y1.Length, nameof(fromX), x0.Length);
        (FromX, FromY, ToX, ToY) = (Array.AsReadOnly(x0), Array.AsReadOnly(y0), Array.AsReadOnly(x1), Array.AsReadOnly(y1));
    }

    /// <summary>Abscissas of the tails.</summary>
    public IReadOnlyList<double> FromX { get; }

    /// <summary>Ordinates of the tails.</summary>
    public IReadOnlyList<double> FromY { get; }

    /// <summary>Abscissas of the heads.</summary>
    public IReadOnlyList<double> ToX { get; }

    /// <summary>Ordinates of the heads.</summary>
    public IReadOnlyList<double> ToY { get; }

    internal override string Kind => "arrows";

    internal override int SourceCount => FromX.Count;

    internal override IEnumerable<double> XValues => FromX.Concat(ToX);

    internal override IEnumerable<double> YValues => FromY.Concat(ToY);
}
