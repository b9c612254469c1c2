using System.Runtime.InteropServices;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>A tensor's part in the tables: <c>Place</c> of Common.cu.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelPlace
{
    internal long Numel;
    internal long Member;
    internal long Chunk;
    internal long Chunks;
    internal long Part;
    internal long Sum;
    internal long Size;
    internal long Rank;
}
