using System.Globalization;
using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Figures;

/// <summary>A matrix as coloured cells; row 0 on top.</summary>
/// <remarks>
/// Above 256 rows or columns the matrix is reduced on construction: a cell then stands for a block and shows the block's value
/// farthest from the centre of the colour scale (from the mean of the matrix, where the scale has no centre), so that extremes stay visible.
/// A block that holds a non-finite value shows as non-finite. A figure may reduce further to keep its budget of bytes; it notes both.
/// </remarks>
public sealed class HeatMapSeries : Series
{
    /// <summary>The most rows and the most columns of cells.</summary>
    public const int MaxCells = 256;

    private readonly CellGrid _grid;

    /// <summary>Describes a heat map.</summary>
    /// <param name="values">The matrix [rows, columns]; may be empty.</param>
    /// <param name="scale">The colours; <see cref="ColorScale.Magnitude"/> by default.</param>
    /// <param name="name">What the values are; labels the colour bar.</param>
    public HeatMapSeries(double[,] values, ColorScale? scale = null, string name = "")
        : this(CellGrid.Of<double>(Flat(values), values.GetLength(0), values.GetLength(1), scale ?? ColorScale.Magnitude, MaxCells), name)
    {
    }

    /// <summary>Describes a heat map of a matrix in row-major order; large ones are reduced without a copy.</summary>
    /// <param name="values">rows · columns values.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="scale">The colours; <see cref="ColorScale.Magnitude"/> by default.</param>
    /// <param name="name">What the values are; labels the colour bar.</param>
    /// <exception cref="ArgumentException">The number of values is not rows · columns, or one of these is negative.</exception>
    public HeatMapSeries(ReadOnlySpan<double> values, int rows, int columns, ColorScale? scale = null, string name = "")
        : this(CellGrid.Of(Checked(values, rows, columns), rows, columns, scale ?? ColorScale.Magnitude, MaxCells), name)
    {
    }

    /// <inheritdoc cref="HeatMapSeries(ReadOnlySpan{double}, int, int, ColorScale?, string)"/>
    public HeatMapSeries(ReadOnlySpan<float> values, int rows, int columns, ColorScale? scale = null, string name = "")
        : this(CellGrid.Of(Checked(values, rows, columns), rows, columns, scale ?? ColorScale.Magnitude, MaxCells), name)
    {
    }

    private HeatMapSeries(CellGrid grid, string name)
        : base(name) => _grid = grid;

    /// <summary>Rows of cells, at most <see cref="MaxCells"/>.</summary>
    public int Rows => _grid.Rows;

    /// <summary>Columns of cells, at most <see cref="MaxCells"/>.</summary>
    public int Columns => _grid.Columns;

    /// <summary>Rows of the matrix given.</summary>
    public int SourceRows => _grid.SourceRows;

    /// <summary>Columns of the matrix given.</summary>
    public int SourceColumns => _grid.SourceColumns;

    /// <summary>The colours.</summary>
    public ColorScale Scale => _grid.Scale;

    /// <summary>The value of a cell; NaN, +∞ or -∞ where the block holds such a value.</summary>
    /// <param name="row">From 0 to <see cref="Rows"/> - 1.</param>
    /// <param name="column">From 0 to <see cref="Columns"/> - 1.</param>
    public double this[int row, int column] => _grid[row, column];

    internal CellGrid Grid => _grid;

    internal override string Kind => "matrix";

    internal override int SourceCount => SourceRows * SourceColumns;

    internal override IEnumerable<double> XValues => [];

    internal override IEnumerable<double> YValues => [];

    internal HeatMapSeries Reduced(int cells) => new(_grid.Reduced(cells), Name);

    /// <summary>A heat map of a matrix that was reduced where it is kept, as on another device.</summary>
    internal static HeatMapSeries Of(CellGrid grid, string name) => new(grid, name);

    private static ReadOnlySpan<double> Flat(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length == 0 ? [] : System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref values[0, 0], values.Length);
    }

    private static ReadOnlySpan<T> Checked<T>(ReadOnlySpan<T> values, int rows, int columns)
    {
        if (rows < 0 || columns < 0 || (long)rows * columns != values.Length)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"values has {values.Length} numbers, rows · columns is {rows} · {columns}: give the matrix in row-major order."),
                nameof(values));
        }
        return values;
    }
}
