using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>
/// The recorded parameters of one device and dtype: their scalars of each sample stay on the device as a row of one tensor
/// until they are fetched together.
/// </summary>
internal sealed class HistoryLane : IDisposable
{
    private static readonly string[] StateNames = ["scale_exp_avg", "scale_exp_avg_sq", "scale_grads", "objective", "agreement"];

    /// <summary>Rows of a sample: the sums of the update, the entries of the state, the clipped fraction, the collapsed updates.</summary>
    private static readonly int Slots = UpdateSums.Count + StateNames.Length + 2;

    private readonly ParameterState[] members;
    private readonly double[] numels;
    private readonly double[] looked;
    private readonly ResearchOptimizer optimizer;
    private readonly HistoryOptions options;
    private readonly Tensor staged;
    private readonly int[] rows;
    private int filled;
    private UpdateSums? sums;
    private ResearchOptions?[] groups = [];

    internal HistoryLane(IEnumerable<ParameterState> members, ResearchOptimizer optimizer, HistoryOptions options, int capacity)
    {
        (this.members, this.optimizer, this.options) = ([.. members], optimizer, options);
        numels = [.. this.members.Select(m => (double)m.Parameter.numel())];
        looked = [.. this.members.Select(m => (double)SampledElements.Of(m.Parameter.numel(), options.ElementLimit).Count)];
        staged = zeros([capacity, Slots, this.members.Length], dtype: ScalarType.Float64, device: this.members[0].Parameter.device).DetachFromDisposeScope();
        rows = new int[capacity];
    }

    /// <summary>Per-parameter columns in the order of a sample's figures.</summary>
    internal static IEnumerable<string> ColumnNames(string parameter) =>
        UpdateFigures.Names.Concat(StateNames).Append("clipped_fraction").Append("collapsed_in_a_row").Select(n => $"{parameter}/{n}");

    internal void Before(Dictionary<int, (ResearchOptions Options, Tensor Gradient)> work)
    {
        groups = [.. members.Select(m => work.TryGetValue(m.Index, out var w) ? w.Options : null)];
        sums = UpdateSums.Begin(members, [.. members.Select(m => work.TryGetValue(m.Index, out var w) ? w.Gradient : null)], options.ElementLimit);
    }

    internal void After(int row)
    {
        var clipped = members.Select((m, i) => options.Level > HistoryLevel.Economy && groups[i] is { } group ? optimizer.ClippedFraction(group, m) : null);
        var entries = StateNames.Select(name => members.Select(m => m.TryGet(name, out var entry) ? entry : null)).Append(clipped);
        using var cells = staged.select(0, filled);
        cells.copy_(cat([sums!.End(), .. entries.Select(e => Means([.. e])), Collapsed()], 0));
        // What a gradient that is not finite kept from stepping has no update.
        foreach (var skipped in Enumerable.Range(0, members.Length).Where(i => members[i].Failures.SkippedInARow > 0))
            _ = cells.narrow(0, 0, UpdateSums.Count).select(1, skipped).fill_(Scalars.Of(double.NaN));
        rows[filled++] = row;
        sums = null;
    }

    /// <summary>Fetches what is staged, in one transfer, and writes it into the columns.</summary>
    internal void Flush(HistoryTable table, DominatingParameters dominating)
    {
        if (filled == 0)
            return;
        using var part = staged.narrow(0, 0, filled);
        var values = part.Doubles();
        for (var i = 0; i < members.Length; i++)
        {
            HistoryColumn[] columns = [.. ColumnNames(members[i].Name).Select(n => table.Column(n))];
            for (var r = 0; r < filled; r++)
            {
                double Value(int slot) => values[((r * Slots) + slot) * members.Length + i];
                var figures = new UpdateFigures(Value(0), Value(1), Value(2), Value(3), looked[i]);
                double[] row = [.. figures.Values, .. Enumerable.Range(UpdateSums.Count, Slots - UpdateSums.Count).Select(Value)];
                for (var k = 0; k < row.Length; k++)
                    columns[k][rows[r]] = row[k];
                dominating.Add(rows[r], members[i].Name, figures.UpdateRms * figures.UpdateRms * numels[i]);
            }
        }
        filled = 0;
    }

    /// <summary>Forgets what is staged.</summary>
    internal void Discard() => filled = 0;

    public void Dispose() => staged.Dispose();

    /// <summary>Updates in a row with the step in one direction; NaN where there are none, as in most runs, which then lack the column.</summary>
    private Tensor Collapsed() => tensor(
        [.. members.Select(m => m.Failures.CollapsedInARow is var count and > 0 ? count : double.NaN)],
        [1, members.Length],
        dtype: ScalarType.Float64,
        device: staged.device);

    /// <summary>The mean of each tensor as one row, float64 [1, members]; NaN where there is none.</summary>
    private Tensor Means(Tensor?[] entries)
    {
        if (entries.FirstOrDefault(e => e is not null) is not { } model)
            return full([1, members.Length], Scalars.Of(double.NaN), dtype: ScalarType.Float64, device: staged.device);
        var none = full_like(model, Scalars.Of(double.NaN));
        return stack([.. entries.Select(e => e ?? none)]).reshape(members.Length, -1).to(ScalarType.Float64).mean([1]).unsqueeze(0);
    }
}
