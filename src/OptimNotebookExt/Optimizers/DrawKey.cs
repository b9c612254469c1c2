namespace OptimNotebookExt.Optimizers;

/// <summary>What a random number is for: enough to draw it again after a restart, in any order.</summary>
/// <param name="Parameter">Position of the parameter in the optimizer.</param>
/// <param name="Step">The parameter's own step count.</param>
/// <param name="Cached">Number of gradients waiting in <c>cached_grad</c>.</param>
public readonly record struct DrawKey(int Parameter, long Step, long Cached);
