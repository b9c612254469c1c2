using OptimNotebookExt.Kernels.Cuda;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Finds the kernels of an optimizer for a device and dtype.</summary>
/// <param name="source">The name of their source text.</param>
/// <param name="device">With its index.</param>
/// <param name="dtype">Float32 or Float64.</param>
/// <returns>Null where batched operations are to take the step.</returns>
internal delegate IKernelLauncher? KernelChoice(string source, Device device, ScalarType dtype);
