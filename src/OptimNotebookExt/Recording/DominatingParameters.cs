namespace OptimNotebookExt.Recording;

/// <summary>Finds for each row the parameter with the largest ‖u‖² and its share of their sum.</summary>
internal sealed class DominatingParameters
{
    private readonly Dictionary<int, (double Total, double Largest, string? Name)> rows = [];

    /// <summary>Adds ‖u‖² of a parameter; NaN (it took no step) counts for nothing.</summary>
    internal void Add(int row, string name, double energy)
    {
        var (total, largest, dominating) = rows.GetValueOrDefault(row);
        if (energy > largest)
            (largest, dominating) = (energy, name);
        rows[row] = (double.IsNaN(energy) ? total : total + energy, largest, dominating);
    }

    internal void Write(HistoryTable table)
    {
        var share = table.Column("dominating_share");
        foreach (var (row, (total, largest, name)) in rows)
        {
            share[row] = largest / total;
            table.SetDominating(row, name);
        }
    }
}
