using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// An update of which matrix products are a part. A first sweep prepares them, and writes nothing but scratch memory; this
/// update, the sweep after them, writes the parameter and its state.
/// </summary>
/// <param name="length">Elements of the parameter.</param>
/// <param name="stateTensors">State tensors the sweeps need.</param>
internal abstract unsafe class BatchedUpdate(long length, int stateTensors) : FusedUpdate(length, stateTensors)
{
    /// <summary>Scratch of the parameter's length: what goes into the products, from the first sweep.</summary>
    internal void* Prepared { get; set; }

    /// <summary>What the matrix products give, of the parameter's length.</summary>
    internal void* Direction { get; set; }

    /// <summary>The sweep before the products; null for a parameter without matrices.</summary>
    internal abstract FusedUpdate? First { get; }

    internal override bool ChecksGradient => true;
}
