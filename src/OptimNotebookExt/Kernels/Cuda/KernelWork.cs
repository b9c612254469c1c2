using System.Runtime.InteropServices;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>What all kernels take: <c>Work</c> of Common.cu.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelWork
{
    internal nint Chunks;
    internal nint Places;
    internal nint Tensors;
    internal nint Steps;
    internal nint IsFinite;
    internal nint PerChunk;
    internal nint PerTensor;
}
