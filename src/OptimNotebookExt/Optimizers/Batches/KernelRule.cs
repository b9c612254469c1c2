using OptimNotebookExt.Kernels.Cuda;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What has to be known of an optimizer's kernels: three launches over all tensors of a dtype make a step.</summary>
internal abstract class KernelRule
{
    /// <summary>The name of their source text.</summary>
    internal abstract string Source { get; }

    /// <summary>The states in the order in which the kernels take them; at most four.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Whether the kernels sum along axes.</summary>
    internal virtual bool HasAxes => false;

    /// <summary>Launches a step. The last launch alone writes parameters and states.</summary>
    internal abstract void Run(IKernelLauncher launcher, KernelTables tables, KernelWork work, ResearchOptions options);
}
