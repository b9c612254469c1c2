using OptimNotebookExt.Kernels;
using OptimNotebookExt.Kernels.Cuda;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// Steps by kernels of all parameters of one device and dtype, whatever their shapes. Their tables stay as long as the same
/// parameters take part; where their numbers are is asked anew at every step, so that a pointer is never stale.
/// </summary>
internal sealed class KernelSteps(KernelRule rule, IKernelLauncher launcher, Device device, ScalarType dtype) : IDisposable
{
    private readonly List<(Batch Batch, (int, int) Range, (int, int) Places)> known = [];
    private readonly List<KernelPointers> pointers = [];
    private readonly List<Tensor> emptyViews = [];
    private KernelTables? tables;
    private KernelWork work;

    internal IKernelLauncher Launcher => launcher;

    internal ScalarType Dtype => dtype;

    /// <summary>How often tables were made, and pointers brought to the device since.</summary>
    internal (int Tables, int Pointers) Made { get; private set; }

    /// <summary>Finds the tensors of a step.</summary>
    internal void Begin(IReadOnlyList<DeviceStep> steps)
    {
        if (tables is null || !steps.Select(Key).SequenceEqual(known))
            MakeTables(steps);
        pointers.Clear();
        foreach (var step in steps)
        {
            for (var i = 0; i < step.Count; i++)
                pointers.Add(PointersOf(step.Batch.Members[step.Range.Begin + i], step.Dense(i)));
        }
        work = tables!.Work(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pointers));
        Made = (Made.Tables, tables.Uploads);
    }

    /// <summary>Writes of the step's parameters whose gradients are finite.</summary>
    /// <param name="isFinite">[members of the device], bool.</param>
    internal void Screen(Tensor isFinite)
    {
        var screening = work with { IsFinite = TensorExports.Address(isFinite.Handle) };
        launcher.Launch("screen_chunks", tables!.Chunks, screening);
        launcher.Launch("screen_tensors", tables.Count, screening);
        GC.KeepAlive(isFinite);
    }

    /// <summary>The step.</summary>
    /// <param name="steps">Steps taken before this one, [members of the device], float64.</param>
    /// <param name="isFinite">Who takes it, [members of the device], bool; null where all do.</param>
    /// <param name="options">The group's.</param>
    internal void Run(Tensor steps, Tensor? isFinite, ResearchOptions options)
    {
        rule.Run(launcher, tables!, work with { Steps = TensorExports.Address(steps.Handle), IsFinite = isFinite is null ? 0 : TensorExports.Address(isFinite.Handle) }, options);
        GC.KeepAlive(steps);
        GC.KeepAlive(isFinite);
        foreach (var view in emptyViews)
            TensorExports.MarkWritten(view.Handle);
    }

    public void Dispose()
    {
        tables?.Dispose();
        emptyViews.ForEach(v => v.Dispose());
    }

    private static (Batch, (int, int), (int, int)) Key(DeviceStep step) => (step.Batch, step.Range, step.Places);

    private void MakeTables(IReadOnlyList<DeviceStep> steps)
    {
        Dispose();
        tables = null;
        known.Clear();
        emptyViews.Clear();
        using var scope = NewDisposeScope();
        tables = new([.. steps.SelectMany(s => Enumerable.Range(0, s.Count).Select(i => new KernelTensor(s.Batch.Shape, s.Places.Begin + i)))], launcher.Layout, rule.HasAxes, device);
        emptyViews.AddRange(steps.SelectMany(s => s.Members).Select(m => m.Parameter.detach().flatten().narrow(0, 0, 0).DetachFromDisposeScope()));
        known.AddRange(steps.Select(Key));
        Made = (Made.Tables + 1, 0);
    }

    private KernelPointers PointersOf(ParameterState state, Tensor gradient)
    {
        return new(TensorExports.Address(state.Parameter.Handle), TensorExports.Address(gradient.Handle), Of(0), Of(1), Of(2), Of(3));

        nint Of(int i) => i < rule.StateNames.Count && state.TryGet(rule.StateNames[i], out var tensor) ? TensorExports.Address(tensor.Handle) : 0;
    }
}
