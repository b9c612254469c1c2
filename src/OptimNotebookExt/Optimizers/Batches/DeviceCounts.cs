using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// Steps and skips of parameters on one device, counted there: the host learns them when someone asks for a count of a state,
/// and every so many steps.
/// </summary>
internal sealed class DeviceCounts : IUnreadCounts, IDisposable
{
    private readonly long[] known;
    private readonly long[] unread;
    private readonly long[] knownInARow;
    private readonly long[] mostInARow;
    private bool hasNew;

    /// <summary>Whether gradients were checked in steps that are not read yet, so that the host cannot know who took them.</summary>
    private bool mayHaveSkipped;

    /// <summary>Steps, skips in a row, and the most skips in a row since they were last read; [3, members], float64, which holds whole numbers to 2⁵³.</summary>
    private Tensor? numbers;
    private Tensor? next;

    /// <summary>Matrices that lost their definiteness since they were last read, and those of them that were kept; [members, 2], float64.</summary>
    private Tensor? tallies;

    /// <param name="members">On one device.</param>
    /// <param name="device">That device.</param>
    internal DeviceCounts(IReadOnlyList<ParameterState> members, Device device)
    {
        (Members, Device) = (members, device);
        known = new long[members.Count];
        unread = new long[members.Count];
        knownInARow = new long[members.Count];
        mostInARow = new long[members.Count];
    }

    internal IReadOnlyList<ParameterState> Members { get; }

    internal Device Device { get; }

    /// <summary>The most steps of a member that are not read yet.</summary>
    internal long Unread { get; private set; }

    /// <summary>The steps taken, [members]; of the members that take part, without this one.</summary>
    internal Tensor Steps => numbers![0];

    /// <summary>Where a step writes how many matrices lost their definiteness, and how many of them were kept; [members, 2].</summary>
    internal Tensor Tallies
    {
        get
        {
            if (tallies is null)
            {
                using var scope = NewDisposeScope();
                tallies = zeros(Members.Count, 2, dtype: ScalarType.Float64, device: Device).DetachFromDisposeScope();
            }
            return tallies;
        }
    }

    /// <summary>What a member's step count is if it skipped none since the last reading: never less than it really is.</summary>
    internal long MostSteps(int member) => Members[member].Unread is null ? Members[member].Step : known[member] + unread[member];

    /// <summary>What it is if it skipped all that are not read yet.</summary>
    internal long LeastSteps(int member) => Members[member].Unread is null ? Members[member].Step : known[member];

    /// <inheritdoc/>
    public void Read()
    {
        if (Unread == 0)
            return;
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        using var copy = numbers!.cpu();
        var read = copy.data<double>().ToArray();
        var lost = ReadTallies();
        var count = Members.Count;
        for (var i = 0; i < count; i++)
        {
            var (state, steps, taken) = (Members[i], (long)read[i], unread[i]);
            unread[i] = 0;
            // One that was cleared or has another device's counts by now is no longer ours.
            if (!ReferenceEquals(state.Unread, this))
                continue;
            state.Unread = null;
            var skipped = taken - (steps - known[i]);
            known[i] = state.Step = steps;
            mostInARow[i] = Math.Max(mostInARow[i], (long)read[(2 * count) + i]);
            knownInARow[i] = (long)read[count + i];
            state.Failures = state.Failures with
            {
                SkippedSteps = state.Failures.SkippedSteps + skipped,
                SkippedInARow = knownInARow[i],
                LostDefiniteness = state.Failures.LostDefiniteness + (lost is null ? 0 : (long)lost[2 * i]),
                KeptMatrices = state.Failures.KeptMatrices + (lost is null ? 0 : (long)lost[(2 * i) + 1]),
            };
        }
        (Unread, hasNew, mayHaveSkipped) = (0, true, false);
        numbers[2].zero_();
    }

    /// <summary>Reads the counts, unless <see cref="MostSteps"/> is what every member has anyway.</summary>
    internal void MakeKnown()
    {
        if (mayHaveSkipped)
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

        bool Near()
        {
            for (var i = 0; i < known.Length; i++)
            {
                if (knownInARow[i] > 0 && knownInARow[i] + unread[i] >= limit - 1)
                    return true;
            }
            return false;
        }
    }

    /// <summary>Brings the counts of states to the device that were set on the host.</summary>
    internal void Adopt()
    {
        var isCurrent = numbers is not null;
        for (var i = 0; i < known.Length && isCurrent; i++)
            isCurrent = ReferenceEquals(Members[i].Unread, this) || (Members[i].Unread is null && Members[i].Step == known[i]);
        if (isCurrent)
            return;
        Read();
        using var scope = NewDisposeScope();
        for (var i = 0; i < known.Length; i++)
            (known[i], knownInARow[i]) = (Members[i].Step, Members[i].Failures.SkippedInARow);
        numbers?.Dispose();
        numbers = tensor([.. known.Concat(knownInARow).Select(n => (double)n), .. new double[known.Length]], device: Device).view(3, -1).DetachFromDisposeScope();
    }

    /// <summary>The counts after this step, kept until the step is counted.</summary>
    /// <param name="isFinite">By member whether its gradient is finite, [members]; null where that is not checked.</param>
    internal void Prepare(Tensor? isFinite)
    {
        var (steps, inARow, most) = (numbers![0], numbers[1], numbers[2]);
        if (isFinite is null)
        {
            next = stack([steps.Plus(1), zeros_like(inARow), most]);
            return;
        }
        mayHaveSkipped = true;
        inARow = inARow.Plus(1).mul_(isFinite.bitwise_not());
        next = stack([steps.Plus(isFinite), inARow, most.maximum(inARow)]);
    }

    /// <summary>By member whether its gradient is finite, [members]; true for those who do not take part.</summary>
    internal Tensor IsFinite(IEnumerable<DeviceStep> steps)
    {
        var largest = new List<Tensor>();
        var next = 0;
        foreach (var step in steps)
        {
            Absent(step.Places.Begin);
            largest.Add(DeviceStep.Largest(step.Gradients));
            next = step.Places.End;
        }
        Absent(Members.Count);
        // Not true for NaN either.
        return cat(largest) < Scalars.Of(double.PositiveInfinity);

        void Absent(int end)
        {
            if (end > next)
                largest.Add(zeros(end - next, device: Device));
        }
    }

    /// <summary>Counts a step for those who took it; needs no memory of tensors.</summary>
    internal void Count(IReadOnlyList<DeviceStep> steps)
    {
        if (steps.Sum(s => s.Count) == Members.Count)
        {
            Count(0, Members.Count);
            return;
        }
        foreach (var step in steps)
            Count(step.Places.Begin, step.Places.End);
    }

    public void Dispose()
    {
        numbers?.Dispose();
        tallies?.Dispose();
    }

    private double[]? ReadTallies()
    {
        if (tallies is null)
            return null;
        using var copy = tallies.cpu();
        tallies.zero_();
        return copy.data<double>().ToArray();
    }

    private void Count(int begin, int end)
    {
        var isAll = begin == 0 && end == Members.Count;
        (isAll ? numbers! : numbers!.narrow(1, begin, end - begin)).copy_(isAll ? next! : next!.narrow(1, begin, end - begin));
        for (var i = begin; i < end; i++)
        {
            Unread = Math.Max(Unread, ++unread[i]);
            Members[i].Unread = this;
        }
    }
}
