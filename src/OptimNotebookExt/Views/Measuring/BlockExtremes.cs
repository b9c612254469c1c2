using OptimNotebookExt.Figures;
using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Recording;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>The least and the greatest value of every block of a matrix, gathered band of rows by band of rows.</summary>
internal sealed class BlockExtremes(int rows, int columns)
{
    private readonly List<Tensor> least = [];
    private readonly List<Tensor> greatest = [];
    private (double[] Least, double[] Greatest) blocks;

    internal int Rows { get; } = Math.Min(rows, HeatMapSeries.MaxCells);

    private int Columns { get; } = Math.Min(columns, HeatMapSeries.MaxCells);

    /// <summary>NaN or infinite where an element is.</summary>
    internal double Min => blocks.Least.Aggregate(Math.Min);

    internal double Max => blocks.Greatest.Aggregate(Math.Max);

    internal (int From, int To) Band(int index) => Bounds(index, rows, Rows);

    internal void Add(Tensor band)
    {
        least.Add(band.amin(0).MoveToOuterDisposeScope());
        greatest.Add(band.amax(0).MoveToOuterDisposeScope());
    }

    /// <summary>Reduces the columns; call after the last band, in the scope the bands were added in.</summary>
    internal void Finish() => blocks = (Reduced(least, Math.Min), Reduced(greatest, Math.Max));

    internal HeatMapSeries ToSeries(TensorStatistics statistics, NonFiniteCount nonFinite, ColorScale scale, string name) => HeatMapSeries.Of(
        CellGrid.OfBlocks(blocks.Least, blocks.Greatest, (Rows, Columns), (rows, columns), statistics.Min, statistics.Max, statistics.Mean, nonFinite, scale), name);

    private double[] Reduced(List<Tensor> bands, Func<double, double, double> better)
    {
        using var stacked = stack(bands);
        var values = stacked.Doubles();
        var cells = new double[Rows * Columns];
        for (var r = 0; r < Rows; r++)
        {
            for (var c = 0; c < Columns; c++)
            {
                var (from, to) = Bounds(c, columns, Columns);
                var cell = values[r * columns + from];
                for (var j = from + 1; j < to; j++)
                    cell = better(cell, values[r * columns + j]);
                cells[r * Columns + c] = cell;
            }
        }
        return cells;
    }

    private static (int From, int To) Bounds(int index, int count, int cells) => ((int)((long)index * count / cells), (int)((long)(index + 1) * count / cells));
}
