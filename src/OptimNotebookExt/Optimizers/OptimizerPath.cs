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
}
