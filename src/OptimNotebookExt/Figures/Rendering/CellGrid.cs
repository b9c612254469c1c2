using System.Numerics;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The cells of a heat map: a matrix, or the blocks of a larger one.</summary>
internal sealed class CellGrid
{
    private readonly double[] _cells;
    private readonly double _reference;

    private CellGrid(double[] cells, int rows, int columns, double reference, ColorScale scale)
    {
        (_cells, Rows, Columns, _reference, Scale) = (cells, rows, columns, reference, scale);
    }

    internal int Rows { get; }

    internal int Columns { get; }

    internal int SourceRows { get; private init; }

    internal int SourceColumns { get; private init; }

    internal ColorScale Scale { get; }

    internal NonFiniteCount NonFinite { get; private init; }

    /// <summary>The least finite value of the matrix given; NaN without one.</summary>
    internal double Min { get; private init; }

    /// <summary>The greatest finite value of the matrix given; NaN without one.</summary>
    internal double Max { get; private init; }

    internal bool IsReduced => Rows != SourceRows || Columns != SourceColumns;

    internal bool HasFinite => !double.IsNaN(Min);

    internal ReadOnlySpan<double> Cells => _cells;

    internal double this[int row, int column] => (uint)column < (uint)Columns
        ? _cells[row * Columns + column]
        : throw new ArgumentOutOfRangeException(nameof(column));

    internal static CellGrid Of<T>(ReadOnlySpan<T> values, int rows, int columns, ColorScale scale, int limit)
        where T : struct, IFloatingPoint<T>
    {
        var (min, max, sum, finite) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0L);
        var odd = new NonFiniteCount();
        foreach (var value in values)
        {
            if (!T.IsFinite(value))
            {
                odd = odd.With(double.CreateTruncating(value));
                continue;
            }
            var number = double.CreateTruncating(value);
            min = Math.Min(min, number);
            max = Math.Max(max, number);
            sum += number;
            finite++;
        }
        // Around the mean an exceptional zero among ones is as visible as an exceptional two.
        var mean = finite == 0 ? 0 : sum / finite;
        var reference = scale.Centre ?? (double.IsFinite(mean) ? mean : 0);
        var (gridRows, gridColumns) = (Math.Min(rows, limit), Math.Min(columns, limit));
        return new CellGrid(Blocks(values, rows, columns, gridRows, gridColumns, reference), gridRows, gridColumns, reference, scale)
        {
            SourceRows = rows,
            SourceColumns = columns,
            NonFinite = odd,
            Min = finite == 0 ? double.NaN : min,
            Max = finite == 0 ? double.NaN : max,
        };
    }

    /// <summary>Blocks of a matrix of which the least and the greatest value of each are known.</summary>
    internal static CellGrid OfBlocks(
        ReadOnlySpan<double> least, ReadOnlySpan<double> greatest, (int Rows, int Columns) grid, (int Rows, int Columns) source, double min, double max, double mean, NonFiniteCount nonFinite, ColorScale scale)
    {
        var reference = scale.Centre ?? (double.IsFinite(mean) ? mean : 0);
        var cells = new double[least.Length];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = Math.Abs(least[i] - reference) > Math.Abs(greatest[i] - reference) ? least[i] : greatest[i];
        return new CellGrid(cells, grid.Rows, grid.Columns, reference, scale)
        {
            SourceRows = source.Rows,
            SourceColumns = source.Columns,
            NonFinite = nonFinite,
            Min = min,
            Max = max,
        };
    }

    internal CellGrid Reduced(int limit)
    {
        var (rows, columns) = (Math.Min(Rows, limit), Math.Min(Columns, limit));
        return new CellGrid(Blocks<double>(_cells, Rows, Columns, rows, columns, _reference), rows, columns, _reference, Scale)
        {
            SourceRows = SourceRows,
            SourceColumns = SourceColumns,
            NonFinite = NonFinite,
            Min = Min,
            Max = Max,
        };
    }

    private static double[] Blocks<T>(ReadOnlySpan<T> values, int rows, int columns, int gridRows, int gridColumns, double reference)
        where T : struct, IFloatingPoint<T>
    {
        var cells = new double[gridRows * gridColumns];
        for (var r = 0; r < gridRows; r++)
        {
            var (top, bottom) = ((int)((long)r * rows / gridRows), (int)((long)(r + 1) * rows / gridRows));
            for (var c = 0; c < gridColumns; c++)
            {
                var (left, right) = ((int)((long)c * columns / gridColumns), (int)((long)(c + 1) * columns / gridColumns));
                var extreme = double.CreateTruncating(values[top * columns + left]);
                for (var i = top; i < bottom && double.IsFinite(extreme); i++)
                {
                    foreach (var value in values.Slice(i * columns + left, right - left))
                    {
                        var number = double.CreateTruncating(value);
                        if (!double.IsFinite(number))
                        {
                            extreme = number;
                            break;
                        }
                        if (Math.Abs(number - reference) > Math.Abs(extreme - reference))
                            extreme = number;
                    }
                }
                cells[r * gridColumns + c] = extreme;
            }
        }
        return cells;
    }
}
