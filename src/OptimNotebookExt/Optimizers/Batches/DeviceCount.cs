namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What a device counts of each parameter: the rows of <see cref="DeviceCounts"/>' numbers.</summary>
internal enum DeviceCount
{
    /// <summary>The state's <c>step_within_period</c>; this and the next three are what the state has.</summary>
    Within,

    /// <summary><see cref="FailureCounts.CollapsedInARow"/>.</summary>
    CollapsedInARow,

    /// <summary>The state's <c>step</c>.</summary>
    Steps,

    /// <summary><see cref="FailureCounts.SkippedInARow"/>.</summary>
    SkipsInARow,

    /// <summary>The most skips in a row since the counts were last read; this and what follows begin anew when they are.</summary>
    MostSkipsInARow,

    /// <summary><see cref="FailureCounts.SkippedSteps"/>.</summary>
    Skips,

    /// <summary><see cref="FailureCounts.CollapsedUpdates"/>.</summary>
    Collapsed,

    /// <summary><see cref="FailureCounts.LostDefiniteness"/>.</summary>
    Lost,

    /// <summary><see cref="FailureCounts.KeptMatrices"/>.</summary>
    Kept,

    /// <summary>Steps whose gradient was taken into <c>grad_cov_{dim}</c>, of which <c>grad_cov_count_{dim}</c> holds the rows.</summary>
    Gathered,
}
