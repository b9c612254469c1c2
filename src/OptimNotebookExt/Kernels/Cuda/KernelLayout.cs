using System.Globalization;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>How kernels cut tensors into blocks. A part of their source text, so that host and kernels agree.</summary>
/// <param name="Threads">Of a block, a power of two.</param>
/// <param name="Chunk">Elements of a tensor that one block takes.</param>
/// <param name="Tile">Indices of an axis that one block takes together where they lie close; a power of two, at most <paramref name="Threads"/>.</param>
internal sealed record KernelLayout(int Threads, int Chunk, int Tile)
{
    /// <summary>For a device: 64 elements a thread, so that a tensor of a million has blocks for half of a large GPU.</summary>
    internal static KernelLayout Default { get; } = new(256, 16384, 32);

    /// <summary>What the compiler is to be told.</summary>
    /// <param name="real">float or double.</param>
    internal string[] Definitions(string real) =>
    [
        $"-DREAL={real}",
        "-DTHREADS=" + Threads.ToString(CultureInfo.InvariantCulture),
        "-DCHUNK=" + Chunk.ToString(CultureInfo.InvariantCulture),
        "-DTILE=" + Tile.ToString(CultureInfo.InvariantCulture),
    ];
}
