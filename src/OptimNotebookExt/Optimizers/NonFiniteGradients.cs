namespace OptimNotebookExt.Optimizers;

/// <summary>What a step does with a gradient that holds NaN or infinite values.</summary>
public enum NonFiniteGradients
{
    /// <summary>The parameter and its state stay as they are in this step, which is counted; the other parameters step.</summary>
    Skip,

    /// <summary>The step throws before anything has changed; on a device the host waits for that at every step.</summary>
    Raise,

    /// <summary>No gradient is checked: the values spread into parameters and state, as in PyTorch.</summary>
    Propagate,
}
