using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What each parameter of a group is to do in a step.</summary>
/// <param name="rule">Decides.</param>
/// <param name="places">Where the parameters are.</param>
/// <param name="isFinite">By device, whose gradients are finite, [members]; null where that is not checked.</param>
internal sealed class DevicePlans(DeviceRule rule, DevicePlaces places, IReadOnlyDictionary<DeviceCounts, Tensor?> isFinite)
{
    private readonly Dictionary<ParameterState, DevicePlan> plans = [];
    private readonly Dictionary<DeviceCounts, bool[]> read = [];

    internal IReadOnlyDictionary<ParameterState, DevicePlan> All => plans;

    /// <summary>Decides; reads what <see cref="DeviceRule.MustBeKnown"/> and <see cref="DeviceRule.MustBeSure"/> ask for.</summary>
    /// <exception cref="StepFailedException">The plan of a parameter could not be made.</exception>
    internal void Make(IEnumerable<ParameterState> stepping)
    {
        var decomposing = new HashSet<DeviceCounts>();
        foreach (var state in stepping)
        {
            var (counts, place) = places.CountsOf(state);
            if (rule.MustBeKnown(counts.Member(place)))
                counts.MakeKnown(place);
            var member = counts.Member(place);
            var plan = rule.MustBeSure(member) && !IsFinite(counts, place) ? DevicePlan.Skip : PlanOf(member);
            plans.Add(state, plan);
            if (plan.Decomposes)
                decomposing.Add(counts);
        }
        // The failures of decompositions are counted on the host.
        foreach (var counts in decomposing)
            counts.Read();
    }

    /// <summary>Brings to the device what it must know of the plans.</summary>
    internal void Prepare(DeviceCounts counts, IEnumerable<DeviceStep> steps)
    {
        Tensor? isDue = null;
        var own = counts.Members.Select(plans.GetValueOrDefault).ToArray();
        if (Array.Exists(own, p => p is { Waits: true } or { Gradients: > 1 }))
        {
            var numbers = tensor([.. own.Select(p => p is { Waits: true } ? 0.0 : 1.0), .. own.Select(p => (double)(p?.Gradients ?? 1))], device: counts.Device).view(2, -1);
            isDue = numbers[0] > Scalars.Of(0.0);
            foreach (var step in steps)
                (step.IsDue, step.Summed) = (step.Part(isDue), step.Part(numbers[1]));
        }
        counts.Prepare(isFinite[counts], isDue);
    }

    private DevicePlan PlanOf(DeviceMember member)
    {
        try
        {
            return rule.Plan(member);
        }
        catch (Exception e)
        {
            // Draws are the user's own code.
            throw new StepFailedException(member.State.Name, $"The update of '{member.State.Name}' failed: {e.Message} The parameters of its group and their states are as before the step.", e);
        }
    }

    private bool IsFinite(DeviceCounts counts, int place)
    {
        if (isFinite[counts] is not { } known)
            return true;
        if (!read.TryGetValue(counts, out var values))
        {
            using var copy = known.cpu();
            read.Add(counts, values = copy.data<bool>().ToArray());
        }
        return values[place];
    }
}
