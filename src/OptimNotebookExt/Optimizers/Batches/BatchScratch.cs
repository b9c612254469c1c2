using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Memory that the batches take turns in, for each dtype as large as the largest needs.</summary>
internal sealed class BatchScratch : IDisposable
{
    private readonly Tensor?[] memory = new Tensor?[2];

    /// <summary>A flat tensor of at least so many numbers, with anything in it; it stays this one until a batch needs more.</summary>
    internal Tensor Get(long numel, ScalarType dtype)
    {
        ref var present = ref memory[dtype == ScalarType.Float64 ? 1 : 0];
        if (present is null || present.numel() < numel)
        {
            present?.Dispose();
            present = empty(numel, dtype: dtype).DetachFromDisposeScope();
        }
        return present;
    }

    public void Dispose()
    {
        foreach (var tensor in memory)
            tensor?.Dispose();
    }
}
