using System.Runtime.InteropServices;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>Where a tensor's numbers are in this step: <c>Tensors</c> of Common.cu. 0 for a state it does not have.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct KernelPointers(nint Parameter, nint Gradient, nint State0, nint State1, nint State2, nint State3);
