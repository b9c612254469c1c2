namespace OptimNotebookExt.Figures;

/// <summary>The area between two curves, as the range over seeds. It takes the colour of the line it belongs to.</summary>
public sealed class BandSeries : Series
{
    /// <summary>Describes a band.</summary>
    /// <param name="x">The abscissas.</param>
    /// <param name="lower">The lower curve, as many values.</param>
    /// <param name="upper">The upper curve, as many values.</param>
    /// <param name="line">The name of the <see cref="LineSeries"/> of the same panel that it belongs to; empty for none.</param>
    /// <param name="name">What the band covers, as "5 seeds, lowest to highest".</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BandSeries(IEnumerable<double> x, IEnumerable<double> lower, IEnumerable<double> upper, string line = "", string name = "")
        : this(Copy(x, nameof(x)), Copy(lower, nameof(lower)), Copy(upper, nameof(upper)), line, name, null)
    {
    }

    internal BandSeries(double[] x, double[] lower, double[] upper, string line, string name, int? sourceCount)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(line);
        CheckLengths(nameof(lower), lower.Length, nameof(x), x.Length);
        CheckLengths(nameof(upper), upper.Length, nameof(x), x.Length);
        (X, Lower, Upper) = (Array.AsReadOnly(x), Array.AsReadOnly(lower), Array.AsReadOnly(upper));
        Line = line;
        SourceCount = sourceCount ?? x.Length;
    }

    /// <summary>The abscissas.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The lower curve.</summary>
    public IReadOnlyList<double> Lower { get; }

    /// <summary>The upper curve.</summary>
    public IReadOnlyList<double> Upper { get; }

    /// <summary>The name of the line that the band belongs to.</summary>
    public string Line { get; }

    internal override string Kind => "band";

    internal override int SourceCount { get; }

    internal override IEnumerable<double> XValues => X;

    internal override IEnumerable<double> YValues => Lower.Concat(Upper);
}
