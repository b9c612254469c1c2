using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>One pass over a large matrix where it is, band of rows by band of rows, so that nothing of its size is copied.</summary>
/// <param name="Measures">Its measures.</param>
/// <param name="Blocks">The blocks of A.</param>
/// <param name="Drift">The blocks of A - I, where asked for.</param>
/// <param name="NonFinite">The elements that are not finite, by kind.</param>
internal sealed record MatrixScan(MatrixMeasures Measures, BlockExtremes Blocks, BlockExtremes? Drift, NonFiniteCount NonFinite)
{
    private const int Tile = 512;

    /// <param name="matrix">A matrix of a real dtype with elements.</param>
    /// <param name="withDrift">Whether the blocks of A - I are wanted; A must be square.</param>
    internal static MatrixScan Of(Tensor matrix, bool withDrift)
    {
        using var scope = torch.NewDisposeScope();
        var (rows, columns) = ((int)matrix.shape[0], (int)matrix.shape[1]);
        var blocks = new BlockExtremes(rows, columns);
        var drift = withDrift ? new BlockExtremes(rows, columns) : null;
        var sums = new List<Tensor>();
        for (var b = 0; b < blocks.Rows; b++)
        {
            using var temporaries = torch.NewDisposeScope();
            var (from, to) = blocks.Band(b);
            // A copy always: its diagonal is changed below.
            var band = matrix.narrow(0, from, to - from).to(ScalarType.Float64, copy: true);
            blocks.Add(band);
            List<Tensor> row = [band.sum(), band.square().sum()];
            if (rows == columns)
            {
                var corner = band.diagonal(from);
                row.Add(corner.sum());
                corner.sub_(1);
                row.Add(band.square().sum());
                drift?.Add(band);
            }
            sums.Add(stack(row).MoveToOuterDisposeScope());
        }
        blocks.Finish();
        drift?.Finish();
        var total = stack(sums).sum(0).Doubles();
        var (statistics, nonFinite) = Statistics(matrix, blocks, total);
        var measures = rows == columns
            ? new MatrixMeasures(rows, columns, statistics, total[2] / rows, Math.Sqrt(total[3]), MatrixMeasures.Relative(Asymmetry(matrix), statistics))
            : new MatrixMeasures(rows, columns, statistics, double.NaN, double.NaN, double.NaN);
        return new MatrixScan(measures, blocks, drift, nonFinite);
    }

    private static (TensorStatistics, NonFiniteCount) Statistics(Tensor matrix, BlockExtremes blocks, double[] total)
    {
        var (min, max, count) = (blocks.Min, blocks.Max, matrix.numel());
        if (double.IsFinite(min) && double.IsFinite(max))
            return (new TensorStatistics(count, 0, min, max, total[0] / count, Math.Sqrt(total[1] / count)), default);
        var nonFinite = new NonFiniteCount(matrix.isnan().sum().item<long>(), matrix.isposinf().sum().item<long>(), matrix.isneginf().sum().item<long>());
        return (ChunkedStatistics.Of(matrix), nonFinite);
    }

    /// <summary>The largest |A - Aᵀ|, tile by tile: the transposed reads then stay within the cache.</summary>
    private static double Asymmetry(Tensor matrix)
    {
        var (n, largest) = (matrix.shape[0], new List<Tensor>());
        for (long i = 0; i < n; i += Tile)
        {
            for (var j = i; j < n; j += Tile)
            {
                using var temporaries = torch.NewDisposeScope();
                var (height, width) = (Math.Min(Tile, n - i), Math.Min(Tile, n - j));
                var upper = matrix.narrow(0, i, height).narrow(1, j, width);
                var lower = matrix.narrow(0, j, width).narrow(1, i, height);
                largest.Add((upper - lower.t()).abs().max().MoveToOuterDisposeScope());
            }
        }
        return stack(largest).max().ToDouble();
    }
}
