using System.Numerics;
using System.Runtime.InteropServices;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>Reads rows of numbers, by vectors as long as all are finite.</summary>
internal sealed class BandSums<T>
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] least;
    private readonly T[] greatest;
    private readonly List<(int Column, double Value)> odd = [];

    internal BandSums(int columns) => (least, greatest) = (new T[columns], new T[columns]);

    internal double Sum { get; private set; }

    internal double Squares { get; private set; }

    /// <summary>Columns and values of the band's elements that are not finite; a vector's Min need not hand NaN on.</summary>
    internal IReadOnlyList<(int Column, double Value)> Odd => odd;

    /// <summary>The least value of every column of the band, of the finite ones.</summary>
    internal ReadOnlySpan<T> Least => least;

    /// <summary>The greatest value of every column of the band, of the finite ones.</summary>
    internal ReadOnlySpan<T> Greatest => greatest;

    internal void Begin()
    {
        Array.Fill(least, T.PositiveInfinity);
        Array.Fill(greatest, T.NegativeInfinity);
        odd.Clear();
    }

    /// <summary>Takes in a stretch of a row that begins at a column.</summary>
    internal void Add(ReadOnlySpan<T> values, int column)
    {
        var low = least.AsSpan(column, values.Length);
        var high = greatest.AsSpan(column, values.Length);
        var (sum, squares, used) = ByVectors(values, low, high);
        if (!double.IsFinite(squares))
        {
            // NaN, infinite or too large to square: one by one, in double.
            OneByOne(values, column, low, high);
            return;
        }
        for (var i = used; i < values.Length; i++)
        {
            var value = double.CreateTruncating(values[i]);
            if (!double.IsFinite(value))
            {
                OneByOne(values, column, low, high);
                return;
            }
            (sum, squares) = (sum + value, squares + value * value);
            (low[i], high[i]) = (T.Min(low[i], values[i]), T.Max(high[i], values[i]));
        }
        (Sum, Squares) = (Sum + sum, Squares + squares);
    }

    private static (double Sum, double Squares, int Used) ByVectors(ReadOnlySpan<T> values, Span<T> low, Span<T> high)
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        var lows = MemoryMarshal.Cast<T, Vector<T>>(low);
        var highs = MemoryMarshal.Cast<T, Vector<T>>(high);
        var (sum, squares) = (Vector<T>.Zero, Vector<T>.Zero);
        for (var i = 0; i < vectors.Length; i++)
        {
            var v = vectors[i];
            sum += v;
            squares += v * v;
            lows[i] = Vector.Min(lows[i], v);
            highs[i] = Vector.Max(highs[i], v);
        }
        return (double.CreateTruncating(Vector.Sum(sum)), double.CreateTruncating(Vector.Sum(squares)), vectors.Length * Vector<T>.Count);
    }

    private void OneByOne(ReadOnlySpan<T> values, int column, Span<T> low, Span<T> high)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var value = double.CreateTruncating(values[i]);
            if (double.IsFinite(value))
            {
                (low[i], high[i]) = (T.Min(low[i], values[i]), T.Max(high[i], values[i]));
                (Sum, Squares) = (Sum + value, Squares + value * value);
            }
            else
            {
                odd.Add((column + i, value));
            }
        }
    }
}
