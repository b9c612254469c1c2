using System.Globalization;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>How many NaN, +∞ and -∞ were met.</summary>
internal readonly record struct NonFiniteCount(long NaN, long Positive, long Negative)
{
    internal long Total => NaN + Positive + Negative;

    internal NonFiniteCount With(double value) =>
        double.IsNaN(value) ? this with { NaN = NaN + 1 }
        : double.IsPositiveInfinity(value) ? this with { Positive = Positive + 1 }
        : double.IsNegativeInfinity(value) ? this with { Negative = Negative + 1 }
        : this;

    internal static NonFiniteCount Of(IEnumerable<double> values) =>
        values.Aggregate(new NonFiniteCount(), (count, value) => count.With(value));

    /// <summary>As "2 NaN, 1 +∞".</summary>
    public override string ToString() => string.Join(", ", new[] { (NaN, "NaN"), (Positive, "+∞"), (Negative, "−∞") }
        .Where(part => part.Item1 > 0)
        .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1} {part.Item2}")));
}
