namespace OptimNotebookExt.Optimizers;

/// <summary>Counts of parameters that are kept on their device, and that the host does not know yet.</summary>
internal interface IUnreadCounts
{
    /// <summary>Writes them into the parameters' states; the host waits for the device.</summary>
    void Read();
}
