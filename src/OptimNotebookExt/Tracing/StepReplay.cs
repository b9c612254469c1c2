using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tracing;

/// <summary>A copy of one parameter, its gradient and its state before a step, on which the step is replayed.</summary>
internal sealed class StepReplay : IDisposable
{
    private readonly StepTrace trace;
    private readonly ParameterState real;
    private readonly ParameterSnapshot before;
    private readonly LineRecorder recorder;

    internal StepReplay(StepTrace trace, ParameterState real, Tensor gradient)
    {
        (this.trace, this.real) = (trace, real);
        before = ParameterSnapshot.Of(real, trace.ElementLimit);
        recorder = new LineRecorder(trace.ElementLimit);
        var parameter = new Parameter(real.Parameter.detach().clone());
        parameter.DetachFromDisposeScope();
        Copy = new ParameterState(real.Index, real.Name, parameter) { Tracer = recorder };
        Copy.LoadStateDict(real);
        Gradient = gradient.detach().clone().DetachFromDisposeScope();
        recorder.Line("grad", "g", Gradient);
    }

    internal ParameterState Copy { get; }

    internal Tensor Gradient { get; }

    /// <summary>The trace, once both the real step and the replay were made.</summary>
    internal ParameterTrace Finish()
    {
        recorder.Line("param", "p", Copy.Parameter);
        var differences = real.TensorNames.Select(n => (Name: n, Value: Difference(real[n], Copy.TryGet(n, out var copy) ? copy : null)))
            .Prepend(("parameter", Difference(real.Parameter, Copy.Parameter)));
        var (at, largest) = differences.MaxBy(d => double.IsNaN(d.Item2) ? double.PositiveInfinity : d.Item2);
        return new ParameterTrace(real.Name, before, recorder.Lines, ParameterSnapshot.Of(Copy, trace.ElementLimit), largest, at);
    }

    public void Dispose()
    {
        Copy.Parameter.Dispose();
        Copy.Dispose();
        Gradient.Dispose();
    }

    private static double Difference(Tensor real, Tensor? copy)
    {
        if (copy is null)
            return double.PositiveInfinity;
        var (a, b) = (real.Doubles(), copy.Doubles());
        var scale = a.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var largest = a.Zip(b, (x, y) => x.Equals(y) ? 0 : Math.Abs(x - y)).DefaultIfEmpty(0).Max();
        return largest == 0 ? 0 : largest / scale;
    }
}
