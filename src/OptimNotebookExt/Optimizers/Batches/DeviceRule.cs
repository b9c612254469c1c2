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
    /// Whether the host must know which step a parameter takes: then the counts are read, for which it waits.
    /// </summary>
    /// <param name="state">Of the parameter.</param>
    /// <param name="least">The fewest steps it may have taken before this one.</param>
    /// <param name="most">The most.</param>
    internal virtual bool MustBeKnown(ParameterState state, long least, long most) => false;

    /// <summary>Whether that step, which <see cref="MustBeKnown"/> asked for, is one of the device path; else the reference path takes it.</summary>
    /// <param name="steps">Steps taken before this one.</param>
    internal virtual bool Does(long steps) => true;

    /// <summary>What kind of step that is: parameters step together whose steps are of one kind. Other kinds than 0 must be known.</summary>
    /// <param name="state">Of the parameter.</param>
    /// <param name="steps">Steps taken before this one.</param>
    internal virtual int Kind(ParameterState state, long steps) => 0;

    /// <summary>What depends on the step count alone, of all members at once.</summary>
    /// <param name="steps">Steps taken before this one, [members of all batches], float64.</param>
    internal abstract void Begin(Tensor steps);

    /// <summary>The step of some members of one shape, none of which is written before all is made.</summary>
    internal abstract void Step(DeviceStep step);

    /// <summary>Whether a multiple of a period is among the numbers from least to most.</summary>
    private protected static bool HasMultiple(long period, long least, long most) => most / period * period >= least;

    /// <summary>Whether a state has a tensor of the parameter's dtype and of that shape.</summary>
    private protected static bool Has(ParameterState state, string name, params long[] shape) =>
        state.TryGet(name, out var tensor) && tensor.dtype == state.Dtype && tensor.shape.AsSpan().SequenceEqual(shape);

    /// <summary>1 - β^steps, by member.</summary>
    private protected static Tensor BiasCorrection(double beta, Tensor steps) =>
        full_like(steps, Scalars.Of(beta)).pow_(steps).neg_().Increase(1);
}
