namespace OptimNotebookExt.Kernels;

/// <summary>
/// One tensor's update as few passes over raw memory: every chunk is reduced, the chunks' sums are combined, every chunk
/// is applied. How a tensor is cut depends on its length alone, and the sums are combined in the order of the chunks, so
/// the result has the same bits however many threads share the work.
/// </summary>
internal abstract unsafe class FusedUpdate
{
    /// <summary>Elements below which cutting costs more than it gives: 256 KB of float32, a quarter of a usual L2 cache.</summary>
    private const long SmallestChunk = 1 << 16;

    /// <summary>Bounds the memory of per-chunk sums; enough for as many threads on one tensor.</summary>
    private protected const int MostChunks = 32;

    private readonly bool[] nonFinite = new bool[MostChunks];

    private protected FusedUpdate(long length, int stateTensors)
    {
        Length = length;
        State = new nint[stateTensors];
        // Whole cache lines, so that no two threads write into the same one.
        ChunkLength = (Math.Max(SmallestChunk, (length + MostChunks - 1) / MostChunks) + 63) / 64 * 64;
        Chunks = (int)Math.Max(1, (length + ChunkLength - 1) / ChunkLength);
    }

    /// <summary>The parameter's numbers; written.</summary>
    internal void* Parameter { get; set; }

    /// <summary>The gradient's numbers; read only.</summary>
    internal void* Gradient { get; set; }

    /// <summary>The state tensors' numbers, in the order the kernel names them; written.</summary>
    internal nint[] State { get; }

    /// <summary>Steps taken before this one.</summary>
    internal long Step { get; set; }

    internal long Length { get; }

    internal int Chunks { get; }

    private protected long ChunkLength { get; }

    /// <summary>Whether <see cref="Reduce"/> tells of every chunk's gradient whether it is finite (<see cref="Report"/>).</summary>
    internal virtual bool ChecksGradient => false;

    /// <summary>Whether this step writes nothing if the gradient is not finite; set before the sweep.</summary>
    internal bool SkipsNonFinite { get; set; }

    /// <summary>Whether the last sweep wrote nothing, because the gradient is not finite.</summary>
    internal bool IsRejected { get; private set; }

    /// <summary>Whether this step only took the gradient in, and leaves the parameter as it is.</summary>
    internal bool Waits { get; set; }

    /// <summary>What the last sweep failed with; nothing was written unless it <see cref="IsTorn"/>.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Whether the failure came while new values were being written.</summary>
    internal bool IsTorn { get; private set; }

    /// <summary>How many numbers a state tensor holds that is not of the parameter's shape; 0 for one that is.</summary>
    internal virtual int Numbers(int state) => 0;

    /// <summary>Reads a chunk and keeps its sums.</summary>
    internal abstract void Reduce(int chunk);

    /// <summary>Makes the step's constants from the sums; called once, after every chunk was reduced.</summary>
    internal abstract void Combine();

    /// <summary>Writes a chunk's new values.</summary>
    internal abstract void Apply(int chunk);

    /// <summary>Forgets how the last sweep went.</summary>
    internal void Begin() => (Failure, IsTorn, IsRejected) = (null, false, false);

    /// <summary>Makes the step's constants, unless the gradient is not finite or a reduction failed: then nothing is applied.</summary>
    internal void Decide()
    {
        IsRejected = SkipsNonFinite && nonFinite.AsSpan(0, Chunks).Contains(true);
        if (!IsRejected && Failure is null)
            Combine();
    }

    /// <summary>Notes a failure; several threads may.</summary>
    internal void Fail(Exception e, bool whileWriting)
    {
        Failure = e;
        IsTorn |= whileWriting;
    }

    /// <summary>Tells whether a chunk's gradient is finite.</summary>
    private protected void Report(int chunk, bool isFinite) => nonFinite[chunk] = !isFinite;

    /// <summary>What is left once all chunks are applied; called once.</summary>
    internal virtual void Finish()
    {
    }

    private protected (long Start, long Length) Range(int chunk)
    {
        var start = chunk * ChunkLength;
        return (start, Math.Min(ChunkLength, Length - start));
    }
}
