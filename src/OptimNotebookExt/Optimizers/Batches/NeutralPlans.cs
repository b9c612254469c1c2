namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What NeutralGradient's parameters are to do in a step of the device path.</summary>
/// <param name="optimizer">Has the draws, and says how many may re-estimate in a step.</param>
internal sealed class NeutralPlans(NeutralGradient optimizer)
{
    /// <summary>A kind of step: with new projections.</summary>
    internal const int Estimates = 1;

    /// <summary>With statistics that are not there yet.</summary>
    internal const int BeginsToGather = 2;

    /// <summary>A re-estimate is due, but not in this step: too many others are.</summary>
    internal const int MustWait = 4;

    private static readonly DevicePlan Gathering = new() { Gathers = true };
    private static readonly DevicePlan Waiting = new() { IsSure = true, Waits = true };
    private static readonly DevicePlan Estimating = new() { Kind = Estimates, IsSure = true, Decomposes = true, SetsWithin = 1 };
    private static readonly DevicePlan Beginning = new() { Kind = BeginsToGather, IsSure = true, Gathers = true };

    internal NeutralGradientOptions Options { get; set; } = null!;

    private long FirstToGather => Options.EstimatePeriod - Options.StatsSteps;

    /// <summary>Where it hangs on the steps that are not read yet whether a parameter gathers, re-estimates, or has its turn.</summary>
    internal bool MustBeKnown(DeviceMember member) => NeutralGradient.Waits(member.State)
        || (member.LeastWithin < member.MostWithin && HasMatrices(member)
            && ((member.LeastWithin < FirstToGather && member.MostWithin >= FirstToGather)
                || (member.LeastWithin <= Options.EstimatePeriod && member.MostWithin >= Options.EstimatePeriod)));

    /// <summary>Where a parameter's state changes in ways that only the host can bring about.</summary>
    internal bool MustBeSure(DeviceMember member) => NeutralGradient.Waits(member.State)
        || (HasMatrices(member) && (member.MostWithin == Options.EstimatePeriod || BeginsToGatherNow(member)));

    /// <summary>The periods are worked out from those that step.</summary>
    internal bool MustKnowAll(IEnumerable<ParameterState> stepping) =>
        NeutralGradient.RecalibratesNext(Options) && (Options.LearningRate!.Value < Options.LrForSpeedup || stepping.Any(NeutralGradient.Waits));

    internal DevicePlan Of(DeviceMember member)
    {
        var plan = DevicePlan.Ordinary;
        if (NeutralGradient.Waits(member.State))
        {
            var (isDue, gradients) = optimizer.Turn(member.State, member.MostSteps);
            plan = Waiting with { Waits = !isDue, Gradients = gradients };
            if (!isDue)
                return plan;
        }
        if (!HasMatrices(member))
            return plan;
        if (member.MostWithin == Options.EstimatePeriod)
        {
            return optimizer.MayEstimate()
                ? Estimating with { Gradients = plan.Gradients }
                : plan with { Kind = MustWait, IsSure = true, SetsWithin = member.MostWithin };
        }
        if (member.MostWithin < FirstToGather)
            return plan;
        return BeginsToGatherNow(member) ? Beginning with { Gradients = plan.Gradients }
            : plan == DevicePlan.Ordinary ? Gathering
            : plan with { Gathers = true };
    }

    /// <summary>Once the step is taken: how many gradients wait from now on.</summary>
    internal static void Commit(DeviceStep step)
    {
        foreach (var (member, plan) in step.Members.Zip(step.Plans))
        {
            if (plan.Waits || plan.Gradients > 1)
                step.OnCommit(() => member.SetOwnCount("n_cached_grads", plan.Waits ? plan.Gradients : 0));
        }
    }

    private bool BeginsToGatherNow(DeviceMember member) => member.MostWithin >= FirstToGather && member.MostWithin != Options.EstimatePeriod
        && NeutralStatistics.AreMissing(member.State);

    private static bool HasMatrices(DeviceMember member) => member.State.TryOwnCount("step_within_period", out _);
}
