using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Where golden data are replayed, and on which paths.</summary>
/// <param name="Device">Where parameters and gradients lie.</param>
/// <param name="Paths">The paths; those that an optimizer does not have are passed over.</param>
internal sealed record ReplayTarget(Device Device, IReadOnlyList<OptimizerPath> Paths)
{
    /// <summary>On the device path, which kernels take the steps; null: those of the device.</summary>
    internal KernelChoice? Kernels { get; init; }

    /// <summary>Main memory, on the two paths there are for it.</summary>
    internal static ReplayTarget Cpu => new(CPU, [OptimizerPath.Reference, OptimizerPath.Fast]);

    /// <summary>A CUDA device, on the two paths there are for it.</summary>
    internal static ReplayTarget Cuda => new(CUDA, [OptimizerPath.Reference, OptimizerPath.Device]);

    /// <summary>Whether an optimizer has a path.</summary>
    internal static bool Has(ResearchOptimizer optimizer, OptimizerPath path) => path switch
    {
        OptimizerPath.Fast => optimizer.HasFastPath,
        OptimizerPath.Device => optimizer.HasDevicePath,
        _ => true,
    };
}
