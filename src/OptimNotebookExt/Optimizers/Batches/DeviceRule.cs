using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// What the device path has to know of an optimizer, for one parameter group. A step reads no number on the host: all that
/// differs between parameters of one shape is a tensor [members].
/// </summary>
internal abstract class DeviceRule : IDisposable
{
    /// <summary>What can take the place of <see cref="Begin"/> and <see cref="Step"/> on a device; null where there are no kernels.</summary>
    internal virtual KernelRule? Kernels => null;

    /// <summary>Takes over the group's hyper-parameters for a step.</summary>
    internal abstract void Read(ResearchOptions options);

    /// <summary>Whether a state is as this optimizer makes it, so that parameters with such states can go together.</summary>
    internal abstract bool Fits(ParameterState state);

    /// <summary>What of a state lies in common memory; by default all.</summary>
    internal virtual IEnumerable<string> ArenaNames(ParameterState state) => state.TensorNames;

    /// <summary>
    /// Whether the host must know which step a parameter takes: then the counts are read, for which it waits, unless they are
    /// known.
    /// </summary>
    internal virtual bool MustBeKnown(DeviceMember member) => false;

    /// <summary>Whether that step, which <see cref="MustBeKnown"/> asked for, is one of the device path; else the reference path takes it.</summary>
    internal virtual bool Does(DeviceMember member) => true;

    /// <summary>
    /// Whether the host must know that a parameter takes the coming step at all: then it asks whether the gradient is finite,
    /// where that is checked. Asked of what <see cref="MustBeKnown"/> has made known.
    /// </summary>
    internal virtual bool MustBeSure(DeviceMember member) => false;

    /// <summary>Whether the work of a group before its step needs to know which of its parameters step.</summary>
    internal virtual bool MustKnowAll(IEnumerable<ParameterState> stepping) => false;

    /// <summary>What a parameter is to do; called once a step, in the order of the parameters.</summary>
    internal virtual DevicePlan Plan(DeviceMember member) => DevicePlan.Ordinary;

    /// <summary>What depends on the step count alone, of all members at once.</summary>
    /// <param name="steps">Steps taken before this one, [members of all batches], float64.</param>
    internal abstract void Begin(Tensor steps);

    /// <summary>
    /// The step of some members of one shape, none of which is written before all is made, or
    /// <see cref="DeviceStep.Undo"/> takes it back.
    /// </summary>
    /// <returns>Whether it could be made; if not, nothing is written, and each member is to try it alone.</returns>
    internal abstract bool Step(DeviceStep step);

    /// <summary>Frees what the rule keeps from step to step.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>Whether a multiple of a period is among the numbers from least to most.</summary>
    private protected static bool HasMultiple(long period, long least, long most) => most / period * period >= least;

    /// <summary>Whether a state has a tensor of the parameter's dtype and of that shape.</summary>
    private protected static bool Has(ParameterState state, string name, params long[] shape) =>
        state.TryGet(name, out var tensor) && tensor.dtype == state.Dtype && tensor.shape.AsSpan().SequenceEqual(shape);

    /// <summary>1 - β^steps, by member.</summary>
    private protected static Tensor BiasCorrection(double beta, Tensor steps) =>
        full_like(steps, Scalars.Of(beta)).pow_(steps).neg_().Increase(1);
}
