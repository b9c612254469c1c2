using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers;

/// <summary>What the fast path has to know of an optimizer, for one parameter group.</summary>
internal abstract class FusedRule
{
    /// <summary>The state tensors in the order in which the kernel takes them; those a parameter does not have are passed over.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Takes over the group's hyper-parameters for a step.</summary>
    internal abstract void Read(ResearchOptions options);

    /// <summary>Makes the update of a parameter whose state exists.</summary>
    internal abstract FusedUpdate NewUpdate(ParameterState state);

    /// <summary>Whether the kernel does this step. The first step of a parameter makes its state, and is left to the reference path.</summary>
    internal virtual bool Does(ParameterState state) => state.IsCreated;
}
