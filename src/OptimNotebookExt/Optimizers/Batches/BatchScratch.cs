using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Memory that the batches take turns in, for each dtype as large as the largest needs.</summary>
internal sealed class BatchScratch : IDisposable
{
    /// <summary>Just below the largest block of which glibc's allocator learns anything (32 MiB).</summary>
    private const long LearnableBytes = 31L << 20;

    private readonly Tensor?[] memory = new Tensor?[2];

    static BatchScratch()
    {
        // TorchSharp has no product into a given tensor, and fresh memory for every product made up a third of a step: the
        // pages came from the system and went back each time. glibc keeps blocks up to the largest that was ever given
        // back to it, so one that nobody writes into is given back here.
        empty(LearnableBytes, dtype: ScalarType.Byte).Dispose();
    }

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
