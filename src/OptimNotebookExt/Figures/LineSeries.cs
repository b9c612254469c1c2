namespace OptimNotebookExt.Figures;

/// <summary>Points joined in the order given. A non-finite value leaves a gap.</summary>
public sealed class LineSeries : Series
{
    /// <summary>Describes a line.</summary>
    /// <param name="x">The abscissas.</param>
    /// <param name="y">The ordinates, as many.</param>
    /// <param name="name">The name in legends.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public LineSeries(IEnumerable<double> x, IEnumerable<double> y, string name = "")
        : this(Copy(x, nameof(x)), Copy(y, nameof(y)), name, null)
    {
    }

    internal LineSeries(double[] x, double[] y, string name, int? sourceCount)
        : base(name)
    {
        CheckLengths(nameof(y), y.Length, nameof(x), x.Length);
        (X, Y) = (Array.AsReadOnly(x), Array.AsReadOnly(y));
        SourceCount = sourceCount ?? x.Length;
    }

    /// <summary>
    /// The name of the line of the same panel that this one is compared with, as the loss of another implementation; null for none.
    /// Such a line takes the other's colour and lies beneath it, broad and dashed, while all other lines of the panel are solid;
    /// a key shows its name.
    /// </summary>
    public string? ReferenceOf { get; init; }

    /// <summary>The place in the theme, where a line shall look as in another figure; by default the next one of its panel.</summary>
    internal int? Look { get; init; }

    /// <summary>The abscissas.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The ordinates.</summary>
    public IReadOnlyList<double> Y { get; }

    internal override string Kind => "line";

    internal override int SourceCount { get; }

    internal override IEnumerable<double> XValues => X;

    internal override IEnumerable<double> YValues => Y;
}
