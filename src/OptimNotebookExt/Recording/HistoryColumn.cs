using System.Collections.Immutable;

namespace OptimNotebookExt.Recording;

/// <summary>One column on the host. Rows after the last value hold NaN and take no memory.</summary>
internal sealed class HistoryColumn(string name, bool always)
{
    private readonly List<double> values = [];
    private bool hasValue = always;

    internal string Name { get; } = name;

    /// <summary>Whether the column is shown: it always is, or it once had a number.</summary>
    internal bool IsShown => hasValue;

    internal double this[int row]
    {
        set
        {
            if (double.IsNaN(value) && row >= values.Count)
                return;
            hasValue |= !double.IsNaN(value);
            while (values.Count <= row)
                values.Add(double.NaN);
            values[row] = value;
        }
    }

    /// <summary>Keeps these rows, ascending.</summary>
    internal void Keep(int[] rows)
    {
        var kept = 0;
        foreach (var row in rows)
        {
            if (row < values.Count)
                values[kept++] = values[row];
        }
        values.RemoveRange(kept, values.Count - kept);
    }

    /// <summary>The column over so many rows.</summary>
    internal ImmutableArray<double> Freeze(int rows) => [.. values, .. Enumerable.Repeat(double.NaN, rows - values.Count)];
}
