using System.Globalization;
using static TorchSharp.torch.optim;

namespace OptimNotebookExt.Schedules;

/// <summary>
/// A learning rate that depends on the batch and on the epoch, both counted from 0. Works with any optimizer of
/// TorchSharp. A group's base rate is its initial learning rate; making a schedule puts every group at the rate of
/// batch 0, epoch 0. A group that is added to the optimizer later joins, with its own base rate, at the next step.
/// Source: class <c>LRScheduler</c> of the draft, with its defects S01 and S02 repaired.
/// </summary>
public abstract class LRScheduler
{
    private readonly Optimizer optimizer;
    private readonly List<double> baseLrs = [];
    private double[] lastLrs = [];

    /// <summary>Reads the groups' base rates; the derived class calls <see cref="Apply"/> once it is complete.</summary>
    /// <param name="optimizer">The optimizer whose groups are scheduled.</param>
    /// <exception cref="ArgumentException">The optimizer has no groups, or a base rate is negative or not finite.</exception>
    protected LRScheduler(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        this.optimizer = optimizer;
        if (Groups().Length == 0)
            throw new ArgumentException("optimizer has no parameter groups: pass one that has parameters.", nameof(optimizer));
        foreach (var lr in ReadBaseLrs(Groups()))
            baseLrs.Add(lr);
    }

    /// <summary>Batches counted, over all epochs; 0 before the first <see cref="StepBatch"/>.</summary>
    public long Batch { get; private set; }

    /// <summary>Epochs counted; 0 before the first <see cref="StepEpoch"/>.</summary>
    public long Epoch { get; private set; }

    /// <summary>Base learning rate of every group.</summary>
    public IReadOnlyList<double> BaseLrs => [.. baseLrs];

    /// <summary>The schedule's own settings under their constructor names, for <see cref="StateDict"/>.</summary>
    protected abstract IReadOnlyDictionary<string, double> Settings { get; }

    /// <summary>The learning rates the schedule last set, one for every group; also before the first step.</summary>
    public IReadOnlyList<double> GetLastLr() => [.. lastLrs];

    /// <summary>Sets the batch count, or adds 1, and sets the groups' learning rates. Call it after each batch.</summary>
    /// <param name="batch">The count from the start of training, over all epochs, at least 0; null adds 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative; nothing was changed.</exception>
    public void StepBatch(long? batch = null)
    {
        Batch = Counted(batch, Batch, nameof(batch));
        Apply();
    }

    /// <summary>
    /// Sets the epoch count, or adds 1, and sets the groups' learning rates. With a number call it at the start of an
    /// epoch; without one at the end (the draft's experiment calls it at the start all the same, S03).
    /// </summary>
    /// <param name="epoch">The count, at least 0; null adds 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative; nothing was changed.</exception>
    public void StepEpoch(long? epoch = null)
    {
        Epoch = Counted(epoch, Epoch, nameof(epoch));
        Apply();
    }

    /// <summary>Everything <see cref="LoadStateDict"/> needs: base rates, counts and settings.</summary>
    public LRSchedulerState StateDict() => new(GetType().Name, BaseLrs, Batch, Epoch, Settings.ToDictionary());

    /// <summary>Takes over a state; the schedule and the groups' learning rates are exact at once.</summary>
    /// <param name="state">What <see cref="StateDict"/> gave, on an optimizer with as many groups.</param>
    /// <exception cref="ArgumentException">The state is of another kind, incomplete or out of range; nothing was changed.</exception>
    public void LoadStateDict(LRSchedulerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Schedule != GetType().Name)
            throw new ArgumentException($"state is of schedule '{state.Schedule}', but this is {GetType().Name}: make a schedule of that kind first.", nameof(state));
        var groups = Groups().Length;
        if (state.BaseLrs is null || state.BaseLrs.Count != groups)
            throw new ArgumentException($"state has base_lrs of {state.BaseLrs?.Count ?? 0} groups, but the optimizer has {groups}: add the same groups first.", nameof(state));
        foreach (var lr in state.BaseLrs)
            CheckLr(lr, "base_lrs", nameof(state));
        if (state.Batch < 0 || state.Epoch < 0)
            throw new ArgumentException($"state has batch {state.Batch} and epoch {state.Epoch}: both must be at least 0.", nameof(state));
        foreach (var name in Settings.Keys)
        {
            if (state.Settings?.ContainsKey(name) != true)
                throw new ArgumentException($"state lacks the setting {name} of {GetType().Name}.", nameof(state));
        }

        LoadSettings(state.Settings!);
        baseLrs.Clear();
        baseLrs.AddRange(state.BaseLrs);
        (Batch, Epoch) = (state.Batch, state.Epoch);
        Apply();
    }

    /// <summary>The factor on the base rates at the present <see cref="Batch"/> and <see cref="Epoch"/>.</summary>
    protected abstract double GetFactor();

    /// <summary>Takes over settings that hold every name of <see cref="Settings"/>; checks all before it changes any.</summary>
    /// <param name="settings">The settings of a state.</param>
    /// <exception cref="ArgumentException">A setting is out of range; nothing was changed.</exception>
    protected abstract void LoadSettings(IReadOnlyDictionary<string, double> settings);

    /// <summary>Sets every group's learning rate.</summary>
    protected void Apply()
    {
        var groups = Groups();
        baseLrs.AddRange(ReadBaseLrs(groups[baseLrs.Count..]));
        var factor = GetFactor();
        lastLrs = [.. baseLrs.Select(lr => lr * factor)];
        foreach (var (group, lr) in groups.Zip(lastLrs))
            group.LearningRate = lr;
    }

    private ILearningRateController[] Groups() => [.. optimizer.ParamGroups ?? []];

    private static double[] ReadBaseLrs(IEnumerable<ILearningRateController> groups) =>
        [.. groups.Select(g => CheckLr(g.InitialLearningRate != 0 ? g.InitialLearningRate : g.LearningRate, "the base learning rate of a group", "optimizer"))];

    private static double CheckLr(double lr, string name, string argument) => double.IsFinite(lr) && lr >= 0
        ? lr
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must be finite and at least 0, but is {lr:G9}."), argument);

    private static long Counted(long? given, long present, string name)
    {
        if (given < 0)
            throw new ArgumentOutOfRangeException(name, given, $"{name} must be at least 0, but is {given}; leave it out to add 1.");
        return given ?? present + 1;
    }
}
