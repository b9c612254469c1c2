namespace OptimNotebookExt.Experiments;

/// <summary>The learning rate after a batch.</summary>
/// <param name="Epoch">The schedule's epoch count.</param>
/// <param name="Batch">The schedule's batch count.</param>
/// <param name="Lr">The learning rate.</param>
public sealed record EdenPoint(long Epoch, long Batch, double Lr);
