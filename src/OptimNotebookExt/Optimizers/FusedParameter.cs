using OptimNotebookExt.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// A parameter as the fast path sees it. Where its numbers are is asked anew at every step, for 0.01 µs a tensor, so that
/// <c>parameter.set_</c>, a loaded state or a new gradient can never leave a stale pointer behind.
/// </summary>
internal sealed unsafe class FusedParameter(ParameterState state, FusedRule rule) : IDisposable
{
    private nint[] stateHandles = [];
    private int generation = -1;
    private bool fits;
    private Tensor? emptyView;

    internal ParameterState State { get; } = state;

    internal FusedUpdate? Update { get; private set; }

    /// <summary>A sum of gradients that takes the gradient's place in this step; whoever sets it frees it.</summary>
    internal Tensor? Sum { get; set; }

    /// <summary>Where the parameter's numbers begin and end.</summary>
    internal (nint Begin, nint End) Memory { get; private set; }

    /// <summary>Points the update at the tensors of this step, or says why the parameter does not qualify for the fast path.</summary>
    internal string? Bind(nint parameter, nint gradient)
    {
        if (!TensorExports.IsPlain(parameter))
            return "it is not contiguous in main memory";
        if (!TensorExports.IsPlain(gradient))
            return "its gradient is not contiguous";
        if (!TensorExports.HasShapeOf(gradient, parameter))
            return "its gradient has another shape";
        if (generation != State.Generation)
            Remake();
        var update = Update!;
        if (!fits || update.Length != TensorExports.Numel(parameter) || update.State.Length != stateHandles.Length)
            return "its state is of another shape, or incomplete";
        for (var i = 0; i < stateHandles.Length; i++)
        {
            var tensor = stateHandles[i];
            var numbers = update.Numbers(i);
            var hasShape = numbers > 0 ? TensorExports.Numel(tensor) == numbers : TensorExports.HasShapeOf(tensor, parameter);
            if (!hasShape || !TensorExports.IsPlain(tensor) || TensorExports.Type(tensor) != TensorExports.Type(parameter))
                return "its state is of another shape or dtype, or not contiguous";
            update.State[i] = (nint)TensorExports.Data(tensor);
        }
        update.Parameter = TensorExports.Data(parameter);
        update.Gradient = TensorExports.Data(Sum is null ? gradient : Sum.Handle);
        update.Step = State.Step;
        var begin = (nint)update.Parameter;
        Memory = (begin, begin + (nint)(update.Length * (State.Parameter.dtype == ScalarType.Float64 ? 8 : 4)));
        return null;
    }

    /// <summary>Reads the gradient once, on this thread.</summary>
    internal bool HasFiniteGradient() => Finite.All(Update!.Gradient, Update.Length, State.Parameter.dtype);

    /// <summary>Points the update, with all it was told for this step, at its tensors anew: state that is known to be fit has moved.</summary>
    internal void Rebind()
    {
        FindState();
        var parameter = State.Parameter.Handle;
        var gradient = TensorExports.Gradient(parameter);
        try
        {
            if (Bind(parameter, gradient) is { } reason)
                throw new InvalidOperationException($"parameter '{State.Name}' was fit for the fast path and is no longer: {reason}.");
        }
        finally
        {
            TensorExports.Release(gradient);
        }
    }

    /// <summary>The gradient of this step, which the caller must dispose.</summary>
    internal RawTensor Gradient() => Sum is { } sum ? RawTensor.Of(sum) : RawTensor.Owned(TensorExports.Gradient(State.Parameter.Handle));

    /// <summary>Counts the step, also with autograd.</summary>
    internal void Finish()
    {
        Update!.Finish();
        State.Step++;
        TensorExports.MarkWritten(emptyView!.Handle);
    }

    public void Dispose() => emptyView?.Dispose();

    private void Remake()
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        FindState();
        Update = rule.NewUpdate(State);
        fits = rule.Fits(State);
        emptyView ??= State.Parameter.detach().flatten().narrow(0, 0, 0).DetachFromDisposeScope();
    }

    private void FindState()
    {
        stateHandles = [.. rule.StateNames.Where(State.Has).Select(name => State[name].Handle)];
        generation = State.Generation;
    }
}
