using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>Decides which steps are sampled, samples them, and keeps the table within its capacity.</summary>
internal sealed partial class HistoryRecorder : IStepObserver, IDisposable
{
    /// <summary>Samples that stay on the device before they are fetched together.</summary>
    private const int StagedSamples = 256;

    private readonly ResearchOptimizer optimizer;
    private readonly HistoryOptions options;
    private readonly ParameterState[] recorded;
    private readonly List<HistoryLane> lanes;
    private readonly Dictionary<int, Tensor> losses = [];
    private HistoryTable table = new();
    private readonly int stagedCapacity;
    private long matrixEvery;
    private int staged;
    private bool sampling;

    internal HistoryRecorder(ResearchOptimizer optimizer, HistoryOptions options)
    {
        (this.optimizer, this.options) = (optimizer, options);
        (Every, matrixEvery) = (options.Every, checked(options.Every * options.MatrixEvery));
        recorded = [.. optimizer.States.Where(s => options.Parameters?.Contains(s.Name) ?? true)];
        stagedCapacity = Math.Min(StagedSamples, options.Capacity);
        table.Column("loss");
        foreach (var i in Enumerable.Range(0, optimizer.ParamGroups.Count()))
            table.Column(LearningRateColumn(i), always: true);
        table.Column("dominating_share", always: true);
        foreach (var name in recorded.Select(s => s.Name))
        {
            foreach (var (column, i) in HistoryLane.ColumnNames(name).Select((c, i) => (c, i)))
                table.Column(column, always: i < UpdateFigures.Names.Length);
        }
        lanes = [.. recorded.GroupBy(s => (s.Parameter.device.ToString(), s.Parameter.dtype)).Select(g => new HistoryLane(g, optimizer, options, stagedCapacity))];
    }

    /// <summary>Steps between samples now.</summary>
    internal long Every { get; private set; }

    /// <summary>Steps taken since recording began.</summary>
    internal long Steps { get; private set; }

    internal int Samples => table.Count;

    /// <inheritdoc/>
    public bool WantsNextStep => Steps % Every == 0;

    /// <inheritdoc/>
    public void PassStep()
    {
        Steps++;
        sampling = false;
    }

    /// <inheritdoc/>
    public void BeforeStep(IReadOnlyList<(ResearchOptions Options, List<(ParameterState State, Tensor Gradient)> Updates)> work)
    {
        if (table.Count == options.Capacity)
            Thin();
        sampling = Steps % Every == 0;
        if (!sampling)
            return;
        if (staged == stagedCapacity)
            Flush();
        var gradients = work.SelectMany(w => w.Updates.Select(u => (u.State.Index, w.Options, u.Gradient))).ToDictionary(w => w.Index, w => (w.Options, w.Gradient));
        foreach (var lane in lanes)
            lane.Before(gradients);
    }

    /// <inheritdoc/>
    public void AfterStep(Tensor? loss)
    {
        var step = Steps++;
        if (!sampling)
            return;
        var row = table.Add(step);
        staged++;
        foreach (var (group, i) in optimizer.ParamGroups.Select((g, i) => (g, i)))
            table.Column(LearningRateColumn(i))[row] = group.LearningRate;
        foreach (var lane in lanes)
            lane.After(row);
        if (loss is not null)
            Record(loss);
        if (options.Level > HistoryLevel.Economy && step % matrixEvery == 0)
            MeasureMatrices(row, step);
    }

    /// <summary>The loss of the last step, kept on its device until the next flush.</summary>
    internal void Record(Tensor loss)
    {
        if (!sampling)
            return;
        var row = table.Count - 1;
        if (losses.Remove(row, out var old))
            old.Dispose();
        using var value = loss.detach();
        losses[row] = value.clone().DetachFromDisposeScope();
    }

    internal void Record(double loss)
    {
        if (sampling)
            table.Column("loss")[table.Count - 1] = loss;
    }

    internal HistorySnapshot Freeze()
    {
        Flush();
        return table.Freeze(optimizer.Kind, options.Level, Every, recorded.Select(s => s.Name));
    }

    /// <summary>Reads what is staged, then frees the device's memory.</summary>
    public void Dispose()
    {
        Flush();
        foreach (var lane in lanes)
            lane.Dispose();
        lanes.Clear();
    }

    private void Flush()
    {
        var dominating = new DominatingParameters();
        foreach (var lane in lanes)
            lane.Flush(table, dominating);
        dominating.Write(table);
        foreach (var (row, loss) in losses)
        {
            table.Column("loss")[row] = loss.ToDouble();
            loss.Dispose();
        }
        losses.Clear();
        staged = 0;
    }

    /// <summary>Half the samples, twice the distance: the whole run stays covered.</summary>
    private void Thin()
    {
        Flush();
        while (table.Count == options.Capacity)
            table.KeepMultiples(Every *= 2);
    }

    private void MeasureMatrices(int row, long step)
    {
        while (table.SpectraCount >= options.SpectraCapacity)
            table.KeepSpectraAtMultiples(matrixEvery *= 2);
        if (step % matrixEvery != 0)
            return;
        foreach (var state in recorded)
            MatrixMeter.Measure(state, table, row, step, whole: options.Level == HistoryLevel.Full);
    }

    private string LearningRateColumn(int group) => optimizer.ParamGroups.Count() == 1 ? "lr" : $"group_{group}/lr";
}
