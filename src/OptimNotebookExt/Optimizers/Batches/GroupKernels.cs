using OptimNotebookExt.Kernels;
using OptimNotebookExt.Kernels.Cuda;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>The kernels of one parameter group, where its optimizer and its devices have some.</summary>
/// <param name="rule">The optimizer's; null where it has none.</param>
internal sealed class GroupKernels(KernelRule? rule) : IDisposable
{
    private readonly Dictionary<(string Device, ScalarType Dtype), KernelSteps> known = [];
    private ResearchOptions options = null!;

    /// <summary>Finds the kernels of an optimizer for a device and dtype; null where batched operations are to take the step.</summary>
    internal KernelChoice Choice { get; set; } = DeviceKernels.Shared.Find;

    /// <summary>How often tables were made, and pointers brought to a device since, by dtype.</summary>
    internal IEnumerable<(int Tables, int Pointers)> Made => known.Values.Select(k => k.Made);

    /// <summary>Takes over the group's hyper-parameters for a step.</summary>
    internal void Read(ResearchOptions options) => this.options = options;

    /// <summary>Finds the tensors of steps on one device, all of which kernels must be able to take.</summary>
    /// <returns>What takes them, by dtype; null where batched operations must.</returns>
    internal IReadOnlyList<KernelSteps>? Begin(Device device, IReadOnlyList<DeviceStep> steps)
    {
        if (rule is null)
            return null;
        var taking = new List<KernelSteps>();
        foreach (var alike in steps.GroupBy(s => s.Batch.Members[0].Dtype))
        {
            if (Choice(rule.Source, device, alike.Key) is not { } launcher || !alike.All(IsDense))
                return null;
            var key = (device.ToString(), alike.Key);
            if (known.TryGetValue(key, out var kernels) && kernels.Launcher != launcher)
                Forget(key);
            if (!known.TryGetValue(key, out kernels))
                known.Add(key, kernels = new KernelSteps(rule, launcher, device, alike.Key));
            kernels.Begin([.. alike]);
            taking.Add(kernels);
        }
        return taking;
    }

    /// <summary>By member whether its gradient is finite, [members]; true for those who do not take part.</summary>
    internal static Tensor IsFinite(DeviceCounts counts, IReadOnlyList<KernelSteps> kernels)
    {
        var isFinite = ones(counts.Members.Count, dtype: ScalarType.Bool, device: counts.Device);
        try
        {
            foreach (var of in kernels)
                of.Screen(isFinite);
        }
        catch (KernelException e)
        {
            var first = counts.Members[0].Name;
            throw new StepFailedException(first, $"Whether gradients are finite ('{first}', …) could not be found out: {e.Message} Nothing was changed.", e);
        }
        return isFinite;
    }

    /// <summary>Steps by kernels. Of those of one dtype, the last launch alone writes: before it, nothing has changed.</summary>
    /// <param name="kernels">What <see cref="Begin"/> returned.</param>
    /// <param name="before">Steps taken before this one, [members of the device].</param>
    /// <param name="isFinite">Who takes the step, [members of the device]; null where all do.</param>
    /// <param name="steps">The steps that <see cref="Begin"/> was told of.</param>
    /// <param name="done">Takes up those that were taken.</param>
    /// <param name="failed">What went wrong.</param>
    internal void Run(IReadOnlyList<KernelSteps> kernels, Tensor before, Tensor? isFinite, IReadOnlyList<DeviceStep> steps, List<DeviceStep> done, ref StepFailedException? failed)
    {
        foreach (var of in kernels)
        {
            var own = steps.Where(s => s.Batch.Members[0].Dtype == of.Dtype).ToArray();
            try
            {
                of.Run(before, isFinite, options);
                done.AddRange(own);
            }
            catch (KernelException e)
            {
                var first = own[0].Members.First().Name;
                failed = new StepFailedException(first, FormattableString.Invariant($"The step of {own.Sum(s => s.Count)} parameters by kernels ('{first}', …) failed: {e.Message} They and their states are as before the step."), e);
            }
        }
    }

    public void Dispose()
    {
        foreach (var kernels in known.Values)
            kernels.Dispose();
    }

    /// <summary>Kernels walk over a parameter's numbers as they lie; a gradient can be copied, a parameter not.</summary>
    private static bool IsDense(DeviceStep step) => step.Batch.Numel <= KernelTensor.MostElements && step.Members.All(m => TensorExports.IsContiguous(m.Parameter.Handle));

    private void Forget((string, ScalarType) key)
    {
        known.Remove(key, out var old);
        old!.Dispose();
    }
}
