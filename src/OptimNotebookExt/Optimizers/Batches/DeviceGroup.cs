using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// The device path of one parameter group: parameters of one shape, dtype and device step together, their state in arenas, in
/// a number of operations that does not depend on how many they are. The host reads no number in a step, but for what
/// <see cref="DeviceRule.MustBeKnown"/> and <see cref="DeviceRule.MustBeSure"/> ask for, and the counts every <see cref="ReadingPeriod"/> steps.
/// </summary>
internal sealed class DeviceGroup(DeviceRule rule) : IDisposable
{
    /// <summary>Steps that a parameter with bad gradients may at most go on after those that the policy allows in a row.</summary>
    internal const long DefaultReadingPeriod = 32;

    private readonly DevicePlaces places = new(rule);
    private readonly SharedMemory memory = new();
    private readonly List<(ParameterState State, Tensor Gradient)> taking = [];

    /// <summary>The generation of each state that was last found to fit.</summary>
    private readonly Dictionary<ParameterState, int> fitting = [];
    private readonly List<(DeviceCounts Counts, DeviceStep[] Steps, Tensor? IsFinite, IReadOnlyList<KernelSteps>? Kernels)> work = [];

    /// <summary>Steps from one reading of the counts to the next.</summary>
    internal long ReadingPeriod { get; set; } = DefaultReadingPeriod;

    /// <summary>How many parameters take the step.</summary>
    internal int Count => taking.Count;

    /// <summary>The parameters that take the step.</summary>
    internal IEnumerable<ParameterState> Stepping => taking.Select(t => t.State);

    /// <summary>The kernels that take the step where they can be had.</summary>
    internal GroupKernels Kernels { get; } = new(rule.Kernels);

    internal void Begin(ResearchOptions options)
    {
        End();
        rule.Read(options);
        Kernels.Read(options);
    }

    /// <summary>Takes a parameter into the step, unless its state does not exist yet or does not fit.</summary>
    /// <param name="state">Of the parameter.</param>
    /// <param name="gradient">Its gradient, which is taken over.</param>
    /// <exception cref="ArgumentException">The gradient does not fit the parameter.</exception>
    internal bool Add(ParameterState state, Tensor gradient)
    {
        ParameterChecks.ValidateGradient(state, gradient);
        if (!state.IsCreated || state.Parameter.numel() == 0 || !Fits(state))
        {
            gradient.Dispose();
            return false;
        }
        taking.Add((state, gradient));
        return true;
    }

    /// <summary>Finds the places of those who take part.</summary>
    /// <returns>Parameters that the reference path has to take in this step.</returns>
    internal IReadOnlyList<ParameterState> Arrange()
    {
        if (taking.Count == 0)
            return [];
        var sharing = memory.Sharing([.. Stepping]);
        Leave(sharing);
        places.Arrange([.. Stepping]);
        var known = Stepping.Where(places.IsOfTheReferencePath).ToArray();
        Leave(known);
        return [.. sharing, .. known];
    }

    /// <summary>
    /// Finds out on the device which gradients are not finite. The host learns it only where the policy is to raise, or where
    /// a parameter that is known to be skipped may have come to the last skip in a row: then it waits.
    /// </summary>
    /// <param name="policy">The optimizer's.</param>
    /// <param name="isChecked">Whether gradients are checked at all.</param>
    /// <param name="mustBeKnown">Whether a parameter's gradient that is not finite must be known before the step.</param>
    /// <param name="found">Takes up those that must.</param>
    /// <exception cref="StepFailedException">A parameter was skipped too often in a row.</exception>
    internal void Screen(FailurePolicy policy, bool isChecked, Func<ParameterState, bool> mustBeKnown, ref List<ParameterState>? found)
    {
        if (isChecked)
            ThrowOverdue(policy);
        var mustKnowAll = isChecked && rule.MustKnowAll(Stepping);
        foreach (var (counts, steps) in places.Steps(taking))
        {
            var kernels = Kernels.Begin(counts.Device, steps);
            var isFinite = !isChecked ? null : kernels is null ? counts.IsFinite(steps) : GroupKernels.IsFinite(counts, kernels);
            foreach (var step in steps)
                step.IsFinite = isFinite is null ? null : step.Part(isFinite);
            work.Add((counts, steps, isFinite, kernels));
            if (mustKnowAll)
                AddUnfit(steps.SelectMany(NotFinite), ref found);
            else if (isChecked && (policy.NonFiniteGradients == NonFiniteGradients.Raise || counts.IsNear(policy.MaxSkipsInARow)))
                AddUnfit(steps.SelectMany(NotFinite).Where(mustBeKnown), ref found);
        }
    }

    /// <summary>Leaves parameters out of this step.</summary>
    internal void Remove(IReadOnlyCollection<ParameterState> states) => Leave([.. Stepping.Where(states.Contains)]);

    /// <summary>Updates them, those of one shape whole or not at all.</summary>
    /// <exception cref="StepFailedException">The update of some failed.</exception>
    internal void Run()
    {
        StepFailedException? failed = null;
        var plans = new DevicePlans(rule, places, work.ToDictionary(w => w.Counts, w => w.IsFinite));
        plans.Make(Stepping);
        foreach (var (counts, screened, isFinite, kernels) in work)
        {
            plans.Prepare(counts, screened);
            var done = new List<DeviceStep>();
            DeviceStep[] steps = [.. screened.SelectMany(s => s.Parts(plans.All))];
            // Where someone was left out since the screening, the tables of the kernels are of too many.
            if (kernels is not null && steps.Sum(s => s.Count) == screened.Sum(s => s.Count))
                Kernels.Run(kernels, counts.Row(DeviceCount.Steps), isFinite, steps, done, ref failed);
            else
                Run(counts, steps, done, ref failed);
            counts.Count(done, isChecked: isFinite is not null);
        }
        if (failed is not null)
            throw failed;
    }

    /// <summary>Lets go of what the step needed.</summary>
    internal void End()
    {
        foreach (var (_, gradient) in taking)
            gradient.Dispose();
        taking.Clear();
        work.Clear();
    }

    public void Dispose()
    {
        End();
        Kernels.Dispose();
        places.Dispose();
        rule.Dispose();
    }

    /// <summary>Steps by batched operations.</summary>
    private void Run(DeviceCounts counts, IReadOnlyList<DeviceStep> steps, List<DeviceStep> done, ref StepFailedException? failed)
    {
        rule.Begin(counts.Row(DeviceCount.Steps));
        foreach (var step in steps)
        {
            // Stacked here, and not in the scope of a try of which there may be another.
            _ = step.Gradients;
            Run(step, done, ref failed);
        }
    }

    /// <summary>A step, or where some of its members may fail and others not, the step of each.</summary>
    private void Run(DeviceStep step, List<DeviceStep> done, ref StepFailedException? failed)
    {
        var before = failed;
        if (Take(step, ref failed))
        {
            done.Add(step);
            return;
        }
        if (!ReferenceEquals(before, failed) || step.Count == 1)
            return;
        foreach (var alone in step.Alone())
            Run(alone, done, ref failed);
    }

    /// <returns>Whether the step was taken; if not, it failed, or each member is to try it alone.</returns>
    private bool Take(DeviceStep step, ref StepFailedException? failed)
    {
        var isTorn = false;
        using var temporaries = NewDisposeScope();
        try
        {
            if (!rule.Step(step))
                return false;
            step.Prepare();
            isTorn = true;
            step.Commit();
            return true;
        }
        catch (Exception e)
        {
            if (!isTorn)
                step.Undo?.Invoke();
            if (e is StepFailedException)
            {
                failed = (StepFailedException)e;
                return false;
            }
            var names = string.Join(", ", step.Members.Take(3).Select(m => m.Name)) + (step.Count > 3 ? ", …" : "");
            var left = isTorn ? "They and their states may be half updated" : "They and their states are as before the step";
            failed = new StepFailedException(step.Members.First().Name, FormattableString.Invariant($"The step of {step.Count} parameters of one shape ({names}) failed: {e.Message.Split('\n')[0]} {left}; those of other shapes were updated."), e);
            return false;
        }
    }

    private void ThrowOverdue(FailurePolicy policy)
    {
        foreach (var counts in places.Counts)
        {
            if (counts.Unread >= ReadingPeriod)
                counts.Read();
            if (counts.Overdue(policy.MaxSkipsInARow) is not var (state, inARow))
                continue;
            throw new StepFailedException(
                state.Name,
                FormattableString.Invariant($"The gradient of '{state.Name}' was not finite for {inARow} steps in a row, which was counted on its device and read at most {ReadingPeriod} steps later. ")
                + "In those steps the parameter stayed as it was and the others were updated; this step changed nothing. Try a lower learning rate, clipped gradients (nn.utils.clip_grad_norm_), "
                + "a smaller loss scale, or look for a division by 0 or a log of 0 in the loss; FailurePolicy.MaxSkipsInARow sets how many steps in a row may be skipped.");
        }
    }

    private static void AddUnfit(IEnumerable<ParameterState> unfit, ref List<ParameterState>? found)
    {
        foreach (var state in unfit)
            (found ??= []).Add(state);
    }

    private bool Fits(ParameterState state)
    {
        if (fitting.TryGetValue(state, out var generation) && generation == state.Generation)
            return true;
        if (!rule.Fits(state))
            return false;
        fitting[state] = state.Generation;
        return true;
    }

    private void Leave(IReadOnlyList<ParameterState> states)
    {
        foreach (var state in states)
        {
            var index = taking.FindIndex(t => t.State == state);
            taking[index].Gradient.Dispose();
            taking.RemoveAt(index);
        }
    }

    private static IEnumerable<ParameterState> NotFinite(DeviceStep step)
    {
        using var read = step.IsFinite!.cpu();
        return [.. step.Members.Zip(read.data<bool>().ToArray()).Where(m => !m.Second).Select(m => m.First)];
    }
}
