namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What a parameter is to do in a step, as far as the host decides it. Parameters step together whose kinds are equal.</summary>
internal sealed record DevicePlan
{
    /// <summary>A step like most.</summary>
    internal static DevicePlan Ordinary { get; } = new();

    /// <summary>The parameter is left alone, as its gradient is known not to be finite.</summary>
    internal static DevicePlan Skip { get; } = new() { IsSkipped = true };

    /// <summary>The rule's own number for what sets the step apart from an ordinary one, which is 0.</summary>
    internal int Kind { get; init; }

    /// <summary>Whether that is so.</summary>
    internal bool IsSkipped { get; private init; }

    /// <summary>Whether the host knows that the gradient is finite, where gradients are checked at all.</summary>
    internal bool IsSure { get; init; }

    /// <summary>Whether the gradient only joins others that wait, so that no step is taken.</summary>
    internal bool Waits { get; init; }

    /// <summary>How many gradients the step takes, with those that waited.</summary>
    internal long Gradients { get; init; } = 1;

    /// <summary>Whether the gradient goes into <c>grad_cov_{dim}</c>.</summary>
    internal bool Gathers { get; init; }

    /// <summary>Whether matrices are decomposed, for which the host waits: the counts are read before.</summary>
    internal bool Decomposes { get; init; }

    /// <summary>What becomes of <c>step_within_period</c>.</summary>
    internal long Within(long before) => IsSkipped || Waits ? before : SetsWithin ?? before + 1;

    /// <summary>Its value after the step, where it is not one more.</summary>
    internal long? SetsWithin { get; init; }
}
