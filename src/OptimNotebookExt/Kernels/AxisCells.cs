using System.Numerics;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// Where in memory the elements lie that share an index of one axis. In row-major order an index comes as runs of
/// <c>inner</c> adjacent elements, and the indices repeat for every outer index. A cell is such a run; runs too short
/// for vectors are cells of one element each, and the pattern of indices is then written out until it is long enough.
/// </summary>
internal sealed unsafe class AxisCells
{
    private const long ShortestRun = 64;
    private const long ShortestPattern = 256;

    private readonly long run;
    private readonly long period;
    private readonly long size;
    private readonly long patternRun;

    internal AxisCells(long[] shape, int axis)
    {
        var length = shape.Aggregate(1L, (n, s) => n * s);
        // With at most two elements per index a mean per index would say too little: then all share one factor.
        if (length <= 2 * shape[axis])
        {
            (run, period, size, patternRun) = (length, 1, 1, 1);
        }
        else
        {
            size = shape[axis];
            var inner = shape.Skip(axis + 1).Aggregate(1L, (n, s) => n * s);
            if (inner >= ShortestRun)
            {
                (run, period, patternRun) = (inner, size, 1);
            }
            else
            {
                var once = size * inner;
                var repeats = Math.Max(1, Math.Min((ShortestPattern + once - 1) / once, length / once));
                (run, period, patternRun) = (1, once * repeats, inner);
            }
        }
        ElementsPerIndex = length / size;
    }

    /// <summary>Elements over which the mean of an index is taken.</summary>
    internal long ElementsPerIndex { get; }

    /// <summary>Distinct cells.</summary>
    internal long Period => period;

    /// <summary>Distinct indices that have a factor of their own.</summary>
    internal long Size => size;

    /// <summary>Distinct cells that a range of so many elements can touch.</summary>
    internal long CellsOf(long elements) => Math.Min(period, (elements / run) + 2);

    /// <summary>Adds values to the sums of their cells; the cell of the range's start is the first sum.</summary>
    /// <param name="sums"><see cref="CellsOf"/> sums.</param>
    /// <param name="values">Values of adjacent elements.</param>
    /// <param name="n">How many.</param>
    /// <param name="position">Position of the first of them in the tensor.</param>
    /// <param name="rangeStart">Position in the tensor at which the range of these sums begins.</param>
    internal void AddTo<T>(double* sums, T* values, long n, long position, long rangeStart)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cell = ((position / run) - (rangeStart / run)) % period;
        if (run == 1)
        {
            for (long done = 0, part; done < n; done += part, cell = 0)
            {
                part = Math.Min(period - cell, n - done);
                Sums<T>.AddTo(sums + cell, values + done, part);
            }
            return;
        }
        var rest = run - (position % run);
        for (long done = 0, part; done < n; done += part, rest = run)
        {
            part = Math.Min(rest, n - done);
            sums[cell] += Sums<T>.Of(values + done, part);
            cell = cell + 1 == period ? 0 : cell + 1;
        }
    }

    /// <summary>Adds one range's sums of cells to the sums of indices.</summary>
    internal void Fold(double* cellSums, long cells, long rangeStart, double* indexSums)
    {
        var cell = rangeStart / run % period;
        var (index, within) = (cell / patternRun % size, cell % patternRun);
        for (var i = 0L; i < cells; i++)
        {
            indexSums[index] += cellSums[i];
            if (++within < patternRun)
                continue;
            within = 0;
            if (++index == size)
                index = 0;
            // The cell after the last is the first one again, and so are its index and place: a period is whole patterns.
        }
    }

    /// <summary>The factor of every distinct cell from those of the indices.</summary>
    internal void Spread<T>(T* indexFactors, T* cellFactors)
        where T : unmanaged
    {
        for (var cell = 0L; cell < period;)
        {
            for (var index = 0L; index < size; index++)
            {
                for (var i = 0L; i < patternRun; i++)
                    cellFactors[cell++] = indexFactors[index];
            }
        }
    }

    /// <summary>The factors of adjacent elements.</summary>
    internal void Expand<T>(T* cellFactors, T* factors, int n, long position)
        where T : unmanaged
    {
        var cell = position / run % period;
        var rest = run - (position % run);
        for (int done = 0, part; done < n; done += part)
        {
            var target = new Span<T>(factors + done, n - done);
            if (run == 1)
            {
                part = (int)Math.Min(period - cell, n - done);
                new ReadOnlySpan<T>(cellFactors + cell, part).CopyTo(target);
                cell = 0;
            }
            else
            {
                part = (int)Math.Min(rest, n - done);
                target[..part].Fill(cellFactors[cell]);
                (rest, cell) = (run, cell + 1 == period ? 0 : cell + 1);
            }
        }
    }
}
