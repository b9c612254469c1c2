using System.Numerics;

namespace OptimNotebookExt.Recording;

/// <summary>Which elements of a parameter a sample looks at: all up to the limit, else short runs of neighbours at an even stride.</summary>
/// <param name="Runs">How many runs.</param>
/// <param name="Length">Elements of a run.</param>
/// <param name="Stride">Elements from the start of a run to that of the next.</param>
internal readonly record struct SampledElements(long Runs, long Length, long Stride)
{
    /// <summary>A visit to a far place costs 0.1 µs, mostly for the page's address, and its neighbours are then free; visits are what a sample costs.</summary>
    private const long Neighbours = 16;

    internal long Count => Runs * Length;

    internal static SampledElements Of(long numel, long limit)
    {
        if (numel <= limit)
            return new SampledElements(1, numel, numel);
        var length = limit < 4 * Neighbours ? 1 : Neighbours;
        var runs = limit / length;
        var stride = runs == 1 ? 1 : (numel - length) / (runs - 1);
        // Without a common factor with the number of elements, so that the runs visit every row and every column.
        while (BigInteger.GreatestCommonDivisor(stride, numel) != 1)
            stride--;
        return new SampledElements(runs, length, stride);
    }
}
