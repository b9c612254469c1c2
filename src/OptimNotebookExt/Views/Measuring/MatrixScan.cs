using System.Numerics;
using System.Runtime.InteropServices;
using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>
/// One pass over a large matrix, which is read where it is on the host and band of rows by band from another device. On one
/// thread and by vectors: torch starts its threads for each of thousands of small reductions, and on a busy machine waits for them.
/// </summary>
/// <param name="Measures">Its measures.</param>
/// <param name="Blocks">The blocks of A.</param>
/// <param name="Drift">The blocks of A - I, of a square matrix.</param>
/// <param name="NonFinite">The elements that are not finite, by kind.</param>
internal sealed record MatrixScan(MatrixMeasures Measures, BlockExtremes Blocks, BlockExtremes Drift, NonFiniteCount NonFinite)
{
    private const int Tile = 64;

    /// <param name="matrix">A matrix of a real dtype with elements.</param>
    internal static MatrixScan Of(Tensor matrix)
    {
        using var scope = torch.NewDisposeScope();
        return matrix.dtype switch
        {
            ScalarType.Float32 => Of<float>(matrix),
            ScalarType.Float16 or ScalarType.BFloat16 => Of<float>(matrix.to(ScalarType.Float32)),
            _ => Of<double>(matrix.to(ScalarType.Float64)),
        };
    }

    private static MatrixScan Of<T>(Tensor matrix)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var (rows, columns) = ((int)matrix.shape[0], (int)matrix.shape[1]);
        var square = rows == columns;
        var (blocks, drift) = (new BlockExtremes(rows, columns), new BlockExtremes(rows, columns));
        var sums = new BandSums<T>(columns);
        var allFinite = true;
        var (trace, diagonalSquares, diagonalDistance) = (0.0, 0.0, 0.0);
        for (var band = 0; band < blocks.Rows; band++)
        {
            var (from, to) = blocks.RowsOf(band);
            using var part = matrix.narrow(0, from, to - from);
            using var host = part.cpu();
            using var whole = host.contiguous();
            var values = MemoryMarshal.Cast<byte, T>(whole.bytes);
            sums.Begin();
            for (var i = from; i < to; i++)
            {
                var row = values.Slice((i - from) * columns, columns);
                if (!square)
                {
                    sums.Add(row, 0);
                    continue;
                }
                // The diagonal apart: near I, ‖A - I‖ would drown in the rounding of ‖A‖.
                sums.Add(row[..i], 0);
                sums.Add(row[(i + 1)..], i + 1);
                var diagonal = double.CreateTruncating(row[i]);
                blocks.Add(band, band, diagonal, diagonal);
                drift.Add(band, band, diagonal - 1, diagonal - 1);
                trace += diagonal;
                diagonalSquares += double.IsFinite(diagonal) ? diagonal * diagonal : 0;
                diagonalDistance += (diagonal - 1) * (diagonal - 1);
            }
            for (var block = 0; block < blocks.Columns; block++)
            {
                var (low, high) = Extremes(sums, blocks.ColumnsOf(block));
                blocks.Add(band, block, low, high);
                drift.Add(band, block, low, high);
            }
            foreach (var (column, value) in sums.Odd)
            {
                blocks.Add(band, blocks.BlockOf(column), value, value);
                drift.Add(band, blocks.BlockOf(column), value, value);
            }
            allFinite &= sums.Odd.Count == 0;
        }
        var nonFinite = new NonFiniteCount();
        var statistics = new TensorStatistics(rows * (long)columns, 0, blocks.Min, blocks.Max, (sums.Sum + (square ? trace : 0)) / matrix.numel(), Math.Sqrt((sums.Squares + diagonalSquares) / matrix.numel()));
        if (!allFinite || !double.IsFinite(trace))
            (statistics, nonFinite) = WithNonFinite(matrix);
        var measures = square
            ? new MatrixMeasures(rows, columns, statistics, trace / rows, Math.Sqrt(sums.Squares + diagonalDistance), MatrixMeasures.Relative(Asymmetry<T>(matrix), statistics))
            : new MatrixMeasures(rows, columns, statistics, double.NaN, double.NaN, double.NaN);
        return new MatrixScan(measures, blocks, drift, nonFinite);
    }

    private static (double Low, double High) Extremes<T>(BandSums<T> sums, (int From, int To) columns)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var (low, high) = (T.PositiveInfinity, T.NegativeInfinity);
        for (var j = columns.From; j < columns.To; j++)
            (low, high) = (T.Min(low, sums.Least[j]), T.Max(high, sums.Greatest[j]));
        return (double.CreateTruncating(low), double.CreateTruncating(high));
    }

    private static (TensorStatistics, NonFiniteCount) WithNonFinite(Tensor matrix) => (
        ChunkedStatistics.Of(matrix),
        new NonFiniteCount(matrix.isnan().sum().item<long>(), matrix.isposinf().sum().item<long>(), matrix.isneginf().sum().item<long>()));

    /// <summary>The largest |A - Aᵀ|, tile by tile: the transposed reads then stay within the cache.</summary>
    private static double Asymmetry<T>(Tensor matrix)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        // One pass of torch where the elements are elsewhere or too many for a span.
        if (matrix.device_type != DeviceType.CPU || !matrix.is_contiguous() || matrix.numel() * matrix.ElementSize > int.MaxValue)
            return (matrix - matrix.t()).abs().max().ToDouble();
        var n = (int)matrix.shape[0];
        var values = MemoryMarshal.Cast<byte, T>(matrix.bytes);
        var largest = T.Zero;
        for (var top = 0; top < n; top += Tile)
        {
            for (var left = top; left < n; left += Tile)
            {
                for (var i = top; i < Math.Min(top + Tile, n); i++)
                {
                    var row = values.Slice(i * n, n);
                    for (var j = Math.Max(left, i + 1); j < Math.Min(left + Tile, n); j++)
                        largest = T.Max(largest, T.Abs(row[j] - values[j * n + i]));
                }
            }
        }
        return double.CreateTruncating(largest);
    }
}
