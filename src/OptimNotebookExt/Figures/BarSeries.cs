namespace OptimNotebookExt.Figures;

/// <summary>One horizontal bar a label, from 0 (or from the edge of a log axis).</summary>
public sealed class BarSeries : Series
{
    /// <summary>Describes bars.</summary>
    /// <param name="labels">What each bar stands for.</param>
    /// <param name="values">The lengths, as many.</param>
    /// <param name="name">The name in legends, where a panel has several bar series over the same labels.</param>
    /// <exception cref="ArgumentException">The lengths differ or a label is null.</exception>
    public BarSeries(IEnumerable<string> labels, IEnumerable<double> values, string name = "")
        : this([.. labels ?? throw new ArgumentNullException(nameof(labels))], Copy(values, nameof(values)), name, null)
    {
    }

    internal BarSeries(string[] labels, double[] values, string name, int? sourceCount)
        : base(name)
    {
        CheckLengths(nameof(values), values.Length, nameof(labels), labels.Length);
        if (Array.IndexOf(labels, null) is var at && at >= 0)
            throw new ArgumentException($"labels[{at}] is null: give every bar a label.", nameof(labels));
        (Labels, Values) = (Array.AsReadOnly(labels), Array.AsReadOnly(values));
        SourceCount = sourceCount ?? values.Length;
    }

    /// <summary>What each bar stands for.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The lengths.</summary>
    public IReadOnlyList<double> Values { get; }

    internal override string Kind => "bars";

    internal override int SourceCount { get; }

    internal override IEnumerable<double> XValues => Values;

    internal override IEnumerable<double> YValues => [];
}
