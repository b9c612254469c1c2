using System.Collections.Concurrent;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>Compiled kernels in a device's context. Kept until the process ends, as kernels that were launched may still run.</summary>
/// <param name="Context">The device's primary context, which is torch's.</param>
/// <param name="Handle">The driver's.</param>
internal sealed record CudaModule(nint Context, nint Handle)
{
    /// <summary>The driver's handles of the kernels that were asked for.</summary>
    internal ConcurrentDictionary<string, nint> Functions { get; } = [];
}
