using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Copies a gradient to where a batch's gradients lie one after another.</summary>
internal sealed unsafe class GradientCopy(long length, int elementSize) : FusedUpdate(length, stateTensors: 0)
{
    internal void* Target { get; set; }

    internal override void Reduce(int chunk)
    {
    }

    internal override void Combine()
    {
    }

    internal override void Apply(int chunk)
    {
        var (start, n) = Range(chunk);
        var bytes = n * elementSize;
        Buffer.MemoryCopy((byte*)Gradient + (start * elementSize), (byte*)Target + (start * elementSize), bytes, bytes);
    }
}
