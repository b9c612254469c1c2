namespace OptimNotebookExt.Figures;

/// <summary>Points that are not joined. Points with a non-finite coordinate are left out, with a note.</summary>
public sealed class ScatterSeries : Series
{
    /// <summary>Describes a cloud of points.</summary>
    /// <param name="x">The abscissas.</param>
    /// <param name="y">The ordinates, as many.</param>
    /// <param name="name">The name in legends.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ScatterSeries(IEnumerable<double> x, IEnumerable<double> y, string name = "")
        : this(Copy(x, nameof(x)), Copy(y, nameof(y)), name, null)
    {
    }

    internal ScatterSeries(double[] x, double[] y, string name, int? sourceCount)
        : base(name)
    {
        CheckLengths(nameof(y), y.Length, nameof(x), x.Length);
        (X, Y) = (Array.AsReadOnly(x), Array.AsReadOnly(y));
        SourceCount = sourceCount ?? x.Length;
    }

    /// <summary>The abscissas.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The ordinates.</summary>
    public IReadOnlyList<double> Y { get; }

    internal override string Kind => "points";

    internal override int SourceCount { get; }

    internal override IEnumerable<double> XValues => X;

    internal override IEnumerable<double> YValues => Y;
}
