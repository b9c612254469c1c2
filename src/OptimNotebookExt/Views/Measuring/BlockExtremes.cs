using OptimNotebookExt.Figures;
using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>The least and the greatest value of every block of a large matrix; the blocks are those of a heat map of it.</summary>
internal sealed class BlockExtremes
{
    private readonly int sourceRows;
    private readonly int sourceColumns;
    private readonly double[] least;
    private readonly double[] greatest;

    internal BlockExtremes(int rows, int columns)
    {
        (sourceRows, sourceColumns) = (rows, columns);
        (Rows, Columns) = (Math.Min(rows, HeatMapSeries.MaxCells), Math.Min(columns, HeatMapSeries.MaxCells));
        (least, greatest) = (new double[Rows * Columns], new double[Rows * Columns]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(greatest, double.NegativeInfinity);
    }

    internal int Rows { get; }

    internal int Columns { get; }

    internal double Min => least.Min();

    internal double Max => greatest.Max();

    /// <summary>The rows of a band of blocks.</summary>
    internal (int From, int To) RowsOf(int band) => Bounds(band, sourceRows, Rows);

    /// <summary>The columns of a block.</summary>
    internal (int From, int To) ColumnsOf(int block) => Bounds(block, sourceColumns, Columns);

    /// <summary>The block of a column: the last that begins at or before it.</summary>
    internal int BlockOf(int column)
    {
        var block = (int)((long)column * Columns / sourceColumns);
        return block + 1 < Columns && ColumnsOf(block + 1).From <= column ? block + 1 : block;
    }

    /// <summary>Takes in a value; NaN stays in the block once it is there.</summary>
    internal void Add(int band, int block, double low, double high)
    {
        var i = band * Columns + block;
        (least[i], greatest[i]) = (Math.Min(least[i], low), Math.Max(greatest[i], high));
    }

    internal HeatMapSeries ToSeries(TensorStatistics statistics, NonFiniteCount nonFinite, ColorScale scale) => HeatMapSeries.Of(
        CellGrid.OfBlocks(least, greatest, (Rows, Columns), (sourceRows, sourceColumns), statistics.Min, statistics.Max, statistics.Mean, nonFinite, scale), "");

    private static (int From, int To) Bounds(int index, int count, int cells) => ((int)((long)index * count / cells), (int)((long)(index + 1) * count / cells));
}
