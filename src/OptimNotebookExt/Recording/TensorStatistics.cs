using System.Globalization;

namespace OptimNotebookExt.Recording;

/// <summary>What one line says of a tensor.</summary>
/// <param name="Count">Number of elements.</param>
/// <param name="NonFinite">How many of them are NaN or infinite; the rest of the figures leaves these out.</param>
/// <param name="Min">Smallest element, NaN without finite elements.</param>
/// <param name="Max">Largest element.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Rms">Root of the mean square.</param>
public sealed record TensorStatistics(long Count, long NonFinite, double Min, double Max, double Mean, double Rms)
{
    /// <summary>Statistics of values.</summary>
    /// <param name="values">Any values.</param>
    public static TensorStatistics Of(ReadOnlySpan<double> values)
    {
        var (min, max, sum, squares, finite) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0, 0L);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                continue;
            finite++;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
            squares += value * value;
        }
        return finite == 0
            ? new TensorStatistics(values.Length, values.Length, double.NaN, double.NaN, double.NaN, double.NaN)
            : new TensorStatistics(values.Length, values.Length - finite, min, max, sum / finite, Math.Sqrt(squares / finite));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Count switch
        {
            0 => "empty",
            1 when NonFinite == 0 => string.Create(CultureInfo.InvariantCulture, $"{Mean:G6}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"min {Min:G4} max {Max:G4} mean {Mean:G4} rms {Rms:G4}"),
        };
        return NonFinite == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}, {NonFinite} of {Count} not finite");
    }
}
