using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// Steps, skips and failures of parameters on one device, counted there: the host learns them when someone asks for a count of
/// a state, and every so many steps.
/// </summary>
internal sealed class DeviceCounts : IUnreadCounts, IDisposable
{
    private const int Rows = (int)DeviceCount.Gathered + 1;

    /// <summary>The rows that are in the states too.</summary>
    private const int OfStates = (int)DeviceCount.MostSkipsInARow;

    /// <summary>The rows that every step changes: from steps to skips.</summary>
    private const int OfEveryStep = DeviceCount.Skips - DeviceCount.Steps + 1;

    /// <summary>What the states' counts were when they were last read, or became since in steps that were sure.</summary>
    private readonly long[][] known;

    /// <summary>What steps and step_within_period are if no step was skipped since.</summary>
    private readonly long[][] most;
    private readonly long[] mostInARow;
    private bool hasNew;

    /// <summary>[rows, members], float64, which holds whole numbers to 2⁵³.</summary>
    private Tensor? numbers;
    private Tensor? next;

    /// <param name="members">On one device.</param>
    /// <param name="device">That device.</param>
    internal DeviceCounts(IReadOnlyList<ParameterState> members, Device device)
    {
        (Members, Device) = (members, device);
        known = [.. Enumerable.Range(0, OfStates).Select(_ => new long[members.Count])];
        most = [.. Enumerable.Range(0, OfStates).Select(_ => new long[members.Count])];
        mostInARow = new long[members.Count];
    }

    internal IReadOnlyList<ParameterState> Members { get; }

    internal Device Device { get; }

    /// <summary>Steps that are not read yet.</summary>
    internal long Unread { get; private set; }

    /// <summary>A row, [members]; of the members that take part, without this step.</summary>
    internal Tensor Row(DeviceCount row) => numbers![(int)row];

    /// <summary>What is known of a member without asking.</summary>
    internal DeviceMember Member(int member) => new(
        Members[member],
        known[(int)DeviceCount.Steps][member],
        most[(int)DeviceCount.Steps][member],
        known[(int)DeviceCount.Within][member],
        most[(int)DeviceCount.Within][member]);

    /// <inheritdoc/>
    public void Read()
    {
        if (Unread == 0)
            return;
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        using var copy = numbers!.cpu();
        var read = copy.data<double>().ToArray();
        numbers!.narrow(0, OfStates, Rows - OfStates).zero_();
        (Unread, hasNew) = (0, true);
        for (var i = 0; i < Members.Count; i++)
        {
            // One that was cleared or has another device's counts by now is no longer ours.
            if (!ReferenceEquals(Members[i].Unread, this))
                continue;
            Members[i].Unread = null;
            for (var row = 0; row < OfStates; row++)
                known[row][i] = most[row][i] = (long)read[(row * Members.Count) + i];
            mostInARow[i] = Math.Max(mostInARow[i], Of(DeviceCount.MostSkipsInARow, i));
            Write(Members[i], i);
        }

        long Of(DeviceCount row, int member) => (long)read[((int)row * Members.Count) + member];

        void Write(ParameterState state, int i)
        {
            state.Step = known[(int)DeviceCount.Steps][i];
            if (state.TryCount("step_within_period", out _))
                state.SetCount("step_within_period", known[(int)DeviceCount.Within][i]);
            if (Of(DeviceCount.Gathered, i) is > 0 and var gathered)
                NeutralStatistics.Count(state, gathered);
            var counts = state.Failures;
            state.Failures = counts with
            {
                SkippedSteps = counts.SkippedSteps + Of(DeviceCount.Skips, i),
                SkippedInARow = known[(int)DeviceCount.SkipsInARow][i],
                LostDefiniteness = counts.LostDefiniteness + Of(DeviceCount.Lost, i),
                KeptMatrices = counts.KeptMatrices + Of(DeviceCount.Kept, i),
                CollapsedUpdates = counts.CollapsedUpdates + Of(DeviceCount.Collapsed, i),
                CollapsedInARow = known[(int)DeviceCount.CollapsedInARow][i],
            };
        }
    }

    /// <summary>Reads the counts, unless a member's steps are known anyway.</summary>
    internal void MakeKnown(int member)
    {
        if (Member(member) is var m && (m.LeastSteps != m.MostSteps || m.LeastWithin != m.MostWithin))
            Read();
    }

    /// <summary>A member that skipped at least so many steps in a row and has not been named since; null where there is none.</summary>
    internal (ParameterState State, long InARow)? Overdue(long limit)
    {
        if (!hasNew)
            return null;
        hasNew = false;
        for (var i = 0; i < Members.Count; i++)
        {
            if (mostInARow[i] is var inARow && inARow >= limit)
            {
                mostInARow[i] = 0;
                hasNew = true;
                return (Members[i], inARow);
            }
            mostInARow[i] = 0;
        }
        return null;
    }

    /// <summary>
    /// Whether the next skip of a member that was known to be skipped may be the one that throws. Where all was well when the
    /// counts were last read, the host does not ask.
    /// </summary>
    internal bool IsNear(long limit)
    {
        if (!Near())
            return false;
        Read();
        return Near();

        bool Near() => Array.Exists(known[(int)DeviceCount.SkipsInARow], inARow => inARow > 0 && inARow + Unread >= limit - 1);
    }

    /// <summary>Brings the counts of states to the device that were set on the host.</summary>
    internal void Adopt()
    {
        var isCurrent = numbers is not null;
        for (var i = 0; i < Members.Count && isCurrent; i++)
            isCurrent = ReferenceEquals(Members[i].Unread, this) || (Members[i].Unread is null && IsKnown(i));
        if (isCurrent)
            return;
        Read();
        using var scope = NewDisposeScope();
        for (var i = 0; i < Members.Count; i++)
        {
            for (var row = 0; row < OfStates; row++)
                known[row][i] = most[row][i] = OnHost(Members[i], (DeviceCount)row);
        }
        numbers?.Dispose();
        numbers = tensor([.. known.SelectMany(row => row).Select(n => (double)n), .. new double[(Rows - OfStates) * Members.Count]], device: Device)
            .view(Rows, -1).DetachFromDisposeScope();
    }

    /// <summary>The counts after this step, kept until the step is counted.</summary>
    /// <param name="isFinite">By member whether its gradient is finite, [members]; null where that is not checked.</param>
    /// <param name="isDue">By member whether it takes a step; null where all do.</param>
    internal void Prepare(Tensor? isFinite, Tensor? isDue)
    {
        var (steps, inARow, mostSkips, skips) = (Row(DeviceCount.Steps), Row(DeviceCount.SkipsInARow), Row(DeviceCount.MostSkipsInARow), Row(DeviceCount.Skips));
        if (isFinite is null)
        {
            next = stack([isDue is null ? steps.Plus(1) : steps.Plus(isDue), zeros_like(inARow), mostSkips, skips]);
            return;
        }
        var isBad = isFinite.bitwise_not();
        inARow = inARow.Plus(1).mul_(isBad);
        next = stack([steps.Plus(isDue is null ? isFinite : isFinite.bitwise_and(isDue)), inARow, mostSkips.maximum(inARow), skips.Plus(isBad)]);
    }

    /// <summary>By member whether its gradient is finite, [members]; true for those who do not take part.</summary>
    internal Tensor IsFinite(IEnumerable<DeviceStep> steps)
    {
        var largest = new List<Tensor>();
        var end = 0;
        foreach (var step in steps)
        {
            Absent(step.Places.Begin);
            largest.Add(DeviceStep.Largest(step.Gradients));
            end = step.Places.End;
        }
        Absent(Members.Count);
        // Not true for NaN either.
        return cat(largest) < Scalars.Of(double.PositiveInfinity);

        void Absent(int begin)
        {
            if (begin > end)
                largest.Add(zeros(begin - end, device: Device));
        }
    }

    /// <summary>Counts a step for those who took it; needs no memory of tensors.</summary>
    /// <param name="steps">Their steps.</param>
    /// <param name="isChecked">Whether some of them may have been skipped.</param>
    internal void Count(IReadOnlyList<DeviceStep> steps, bool isChecked)
    {
        if (steps.Count == 0)
            return;
        var changed = numbers!.narrow(0, (int)DeviceCount.Steps, OfEveryStep);
        var isAll = steps.Sum(s => s.Count) == Members.Count;
        if (isAll)
            changed.copy_(next!);
        foreach (var step in steps)
        {
            var (begin, end) = step.Places;
            if (!isAll)
                changed.narrow(1, begin, step.Count).copy_(next!.narrow(1, begin, step.Count));
            for (var i = begin; i < end; i++)
                Count(i, step.Plans[i - begin], isChecked);
        }
        Unread++;
    }

    public void Dispose() => numbers?.Dispose();

    private void Count(int member, DevicePlan plan, bool isChecked)
    {
        Members[member].Unread = this;
        if (plan.IsSkipped)
            return;
        Advance(most);
        if (!isChecked || plan.IsSure)
            Advance(known);

        void Advance(long[][] counts)
        {
            counts[(int)DeviceCount.Steps][member] += plan.Waits ? 0 : 1;
            counts[(int)DeviceCount.Within][member] = plan.Within(counts[(int)DeviceCount.Within][member]);
        }
    }

    private bool IsKnown(int member)
    {
        for (var row = 0; row < OfStates; row++)
        {
            if (known[row][member] != OnHost(Members[member], (DeviceCount)row))
                return false;
        }
        return true;
    }

    private static long OnHost(ParameterState state, DeviceCount row) => row switch
    {
        DeviceCount.Within => state.TryCount("step_within_period", out var within) ? within : 0,
        DeviceCount.CollapsedInARow => state.Failures.CollapsedInARow,
        DeviceCount.Steps => state.Step,
        _ => state.Failures.SkippedInARow,
    };
}
