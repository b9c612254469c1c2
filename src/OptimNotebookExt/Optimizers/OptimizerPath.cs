namespace OptimNotebookExt.Optimizers;

/// <summary>How an optimizer carries out its steps. All paths compute the same update, up to rounding.</summary>
public enum OptimizerPath
{
    /// <summary>Fast for every parameter that qualifies for it, reference for the others.</summary>
    Auto,

    /// <summary>TorchSharp operations, one by one in the order of the specification.</summary>
    Reference,

    /// <summary>As <see cref="Auto"/>, but a parameter that does not qualify is an error instead of a slow step.</summary>
    Fast,

    /// <summary>
    /// The path of parameters on a CUDA device, for those in main memory as well: parameters of one shape and dtype are stacked
    /// and updated together by a few operations, and no number of theirs is read on the host. Meant for tests and comparisons;
    /// on a device <see cref="Auto"/> takes it.
    /// </summary>
    Device,
}
