namespace OptimNotebookExt.Diagnostics;

/// <summary>Statistics over all elements of all records of a tensor; NaN where there is no finite element.</summary>
/// <param name="Count">Finite elements.</param>
/// <param name="NonFinite">Elements that are NaN or infinite; they enter no other statistic.</param>
/// <param name="Mean">The mean.</param>
/// <param name="AbsMean">The mean of the absolute values.</param>
/// <param name="Rms">The root of the mean square.</param>
/// <param name="PositiveFraction">The share of elements above zero, in [0, 1].</param>
/// <param name="Minimum">The smallest element.</param>
/// <param name="Maximum">The largest element.</param>
public sealed record ValueStatistics(
    long Count,
    long NonFinite,
    double Mean,
    double AbsMean,
    double Rms,
    double PositiveFraction,
    double Minimum,
    double Maximum)
{
    internal static ValueStatistics None { get; } =
        new(0, 0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
}
