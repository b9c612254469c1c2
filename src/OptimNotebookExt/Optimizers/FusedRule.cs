using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers;

/// <summary>What the fast path has to know of an optimizer, for one parameter group.</summary>
internal abstract class FusedRule : IDisposable
{
    /// <summary>The state tensors in the order in which the kernel takes them; those a parameter does not have are passed over.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Takes over the group's hyper-parameters for a step.</summary>
    internal abstract void Read(ResearchOptions options);

    /// <summary>Makes the update of a parameter whose state exists.</summary>
    internal abstract FusedUpdate NewUpdate(ParameterState state);

    /// <summary>Whether the state that the kernel does not itself take has the shapes and dtype it should have.</summary>
    internal virtual bool Fits(ParameterState state) => true;

    /// <summary>
    /// Updates parameters that are pointed at their tensors. How it went, each update tells: one that failed or whose gradient
    /// is not finite has written nothing.
    /// </summary>
    internal virtual void Run(IReadOnlyList<FusedParameter> fused, FusedSweep sweep, int threads)
    {
        for (var i = 0; i < fused.Count; i++)
            sweep.Add(fused[i].Update!);
        sweep.Run(threads);
    }

    /// <summary>Whether in this step the kernel finds out by itself that a gradient is not finite.</summary>
    internal virtual bool ChecksGradient(FusedParameter parameter) => parameter.Update!.ChecksGradient;

    /// <summary>Whether the kernel does this step. The first step of a parameter makes its state, and is left to the reference path.</summary>
    internal virtual bool Does(ParameterState state) => state.IsCreated;

    /// <summary>Frees what the rule keeps.</summary>
    public virtual void Dispose()
    {
    }
}
