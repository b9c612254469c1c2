namespace OptimNotebookExt.Optimizers;

/// <summary>
/// What an optimizer does when something goes wrong within a step. What it did is counted for each parameter
/// (<see cref="FailureCounts"/>), and shown by the views of a snapshot.
/// </summary>
public sealed class FailurePolicy
{
    /// <summary>What happens to gradients with NaN or infinite values; default <see cref="NonFiniteGradients.Skip"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the values.</exception>
    public NonFiniteGradients NonFiniteGradients
    {
        get;
        set
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "NonFiniteGradients must be Skip, Raise or Propagate.");
            field = value;
        }
    }

    /// <summary>
    /// The non-finite gradient of a parameter that throws instead of being skipped: this many in a row, at least 1;
    /// default 10. The step that throws changes nothing. On the device path the counts are on the device and read every 32 steps:
    /// there it may throw up to 32 steps later, also where the gradient is finite again by then.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long MaxSkipsInARow
    {
        get;
        set => field = AtLeastOne(value, nameof(MaxSkipsInARow));
    }
    = 10;

    /// <summary>
    /// The failed decomposition of a parameter that throws instead of keeping the previous matrices: this many in a row,
    /// at least 1; default 3. The parameter that throws stays as before the step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long MaxFailedDecompositionsInARow
    {
        get;
        set => field = AtLeastOne(value, nameof(MaxFailedDecompositionsInARow));
    }
    = 3;

    private static long AtLeastOne(long value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1, but is {value}; long.MaxValue never throws.");
}
