using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// What the device path has to know of an optimizer, for one parameter group. A step reads no number on the host: all that
/// differs between parameters of one shape is a tensor [members].
/// </summary>
internal abstract class DeviceRule
{
    /// <summary>Takes over the group's hyper-parameters for a step.</summary>
    internal abstract void Read(ResearchOptions options);

    /// <summary>Whether a state is as this optimizer makes it, so that parameters with such states can go together.</summary>
    internal abstract bool Fits(ParameterState state);

    /// <summary>
    /// Whether the host must know if that step is the one a parameter takes: then the counts are read, for which it waits.
    /// </summary>
    /// <param name="steps">Steps taken before this one.</param>
    internal virtual bool MustBeKnown(long steps) => false;

    /// <summary>Whether that step, which <see cref="MustBeKnown"/> asked for, is one of the device path; else the reference path takes it.</summary>
    /// <param name="steps">Steps taken before this one.</param>
    internal virtual bool Does(long steps) => true;

    /// <summary>What depends on the step count alone, of all members at once.</summary>
    /// <param name="steps">Steps taken before this one, [members of all batches], float64.</param>
    internal abstract void Begin(Tensor steps);

    /// <summary>The step of some members of one shape, none of which is written before all is made.</summary>
    internal abstract void Step(DeviceStep step);

    /// <summary>Whether a state has a tensor of the parameter's dtype and of that shape.</summary>
    private protected static bool Has(ParameterState state, string name, params long[] shape) =>
        state.TryGet(name, out var tensor) && tensor.dtype == state.Dtype && tensor.shape.AsSpan().SequenceEqual(shape);

    /// <summary>1 - β^steps, by member.</summary>
    private protected static Tensor BiasCorrection(double beta, Tensor steps) =>
        full_like(steps, Scalars.Of(beta)).pow_(steps).neg_().Increase(1);
}
