namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>The order in which an epoch visits the training pairs.</summary>
public enum EveCainOrder
{
    /// <summary>The same order in every epoch, as in the draft.</summary>
    Fixed,

    /// <summary>A new order in every epoch, which depends on the seed and the epoch alone.</summary>
    Reshuffled,
}
