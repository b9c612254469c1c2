using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using TorchSharp;
using TorchSharp.Modules;

namespace OptimNotebookExt.Optimizers;

public abstract partial class ResearchOptimizer
{
    private readonly List<FusedGroup> fusedGroups = [];

    /// <summary>Kept, because making it anew at every step would allocate.</summary>
    private Func<ParameterState, bool>? mustBeKnown;

    /// <summary>
    /// How steps are carried out; default <see cref="OptimizerPath.Auto"/>. The fast path takes parameters that lie
    /// contiguously in main memory, with a gradient that does so too, and share no memory with each other. A parameter's
    /// first step, every thousandth of <see cref="Cain"/>, and the tensors of at most five elements of
    /// <see cref="LearnedGradient"/> are left to the reference path on either setting. The fast
    /// path runs on at most <c>torch.get_num_threads()</c> threads, and the result does not depend on their number,
    /// but for the rounding of libtorch's matrix products. <see cref="LearnedGradient"/> and <see cref="NeutralGradient"/>
    /// then keep the matrices of parameters of one shape in common memory: a state tensor is a view of it.
    /// <para>
    /// Parameters on a CUDA device take the device path, where the optimizer has one: those of one shape and dtype step together,
    /// all their state in common memory. Their first step is left to the reference path as well, and parameters that share
    /// memory are.
    /// </para>
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the paths.</exception>
    /// <exception cref="NotSupportedException">Fast or Device, where this optimizer or this TorchSharp has no such path.</exception>
    public OptimizerPath Path
    {
        get;
        set
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Path must be Auto, Reference, Fast or Device.");
            if (value == OptimizerPath.Fast && !HasFusedUpdates)
                throw new NotSupportedException($"{GetType().Name} has no fast path here: set Path to Auto or Reference.");
            if (value == OptimizerPath.Device && !HasDevicePath)
                throw new NotSupportedException($"{GetType().Name} has no device path here: set Path to Auto or Reference.");
            field = value;
        }
    }

    /// <summary>Whether this optimizer has a device path, and TorchSharp what it needs.</summary>
    internal bool HasDevicePath => HasFusedUpdates && (fusedGroups.Count > 0 ? fusedGroups[0].Device is not null : NewDeviceRule() is not null);

    /// <summary>On the device path, steps from one reading of the counts to the next.</summary>
    internal long DeviceReadingPeriod { get; set; } = DeviceGroup.DefaultReadingPeriod;

    /// <summary>On the device path, which kernels take the steps, if any.</summary>
    internal KernelChoice Kernels { get; set; } = DeviceKernels.Shared.Find;

    /// <summary>By group, dtype and device that kernels step on, how often tables were made, and pointers brought there since.</summary>
    internal IEnumerable<(int Tables, int Pointers)> KernelTables => fusedGroups.SelectMany(g => g.Device?.Kernels.Made ?? []);

    /// <summary>Whether this optimizer has a fast path, and TorchSharp what it needs.</summary>
    internal bool HasFastPath => HasFusedUpdates;

    private bool TakesFastPath => Path != OptimizerPath.Reference && HasFusedUpdates;

    private bool HasFusedUpdates => TensorExports.IsAvailable && (fusedGroups.Count > 0 || NewFusedRule() is not null);

    /// <summary>What the fast path has to know of this optimizer, for one group; null where there is no fast path.</summary>
    private protected virtual FusedRule? NewFusedRule() => null;

    /// <summary>What the device path has to know of this optimizer, for one group; null where there is no device path.</summary>
    private protected virtual DeviceRule? NewDeviceRule() => null;

    /// <summary>A step of every group: gather and check all, then update group by group.</summary>
    /// <param name="rejected">Parameters to leave out, where the gradients were checked before; null where they were not.</param>
    private void StepFused(IReadOnlySet<ParameterState>? rejected = null)
    {
        try
        {
            for (var i = 0; i < _parameter_groups.Count; i++)
                Gather(_parameter_groups[i], i, rejected);
            var isOnDevice = IsOnDevice();
            using var noTape = isOnDevice ? torch.no_grad() : null;
            using var scope = isOnDevice ? torch.NewDisposeScope() : null;
            ScreenFused(isChecked: rejected is null && FailurePolicy.NonFiniteGradients != NonFiniteGradients.Propagate);
            RunFused();
        }
        finally
        {
            for (var i = 0; i < fusedGroups.Count; i++)
                fusedGroups[i].Device?.End();
        }
    }

    private void RunFused()
    {
        var threads = torch.get_num_threads();
        for (var i = 0; i < _parameter_groups.Count; i++)
        {
            var (group, options) = (fusedGroups[i], (ResearchOptions)_parameter_groups[i].Options);
            BeginStep(options, group.Stepping());
            if (group.FusedCount > 0)
                group.Run(threads);
            if (group.Device is { Count: > 0 })
                group.Device.Run();
            if (group.Rest.Count > 0)
                StepRest(options, group.Rest);
        }
    }

    /// <summary>Lets the kernels that read a gradient before they write find out themselves, and checks the other gradients here.</summary>
    private void ScreenFused(bool isChecked)
    {
        List<ParameterState>? found = null;
        foreach (var group in fusedGroups)
        {
            group.SkipNonFinite(isChecked);
            if (group.Device is { Count: > 0 })
                group.Device.Screen(FailurePolicy, isChecked, mustBeKnown ??= MustBeKnown, ref found);
            if (isChecked)
                group.Screen(mustBeKnown ??= MustBeKnown, ref found);
        }
        if (found is null)
            return;
        Reject(found);
        foreach (var group in fusedGroups)
            group.Remove(found);
    }

    private void Gather(ParamGroup group, int index, IReadOnlySet<ParameterState>? rejected)
    {
        if (index == fusedGroups.Count)
            fusedGroups.Add(new FusedGroup(NewFusedRule()!, NewDeviceRule() is { } rule ? new DeviceGroup(rule) : null));
        var fused = fusedGroups[index];
        fused.Device?.ReadingPeriod = DeviceReadingPeriod;
        fused.Device?.Kernels.Choice = Kernels;
        fused.Begin(CheckedOptions(group));
        // An array since the group was added; walking it as such makes no enumerator.
        var parameters = group.Parameters as Parameter[] ?? [.. group.Parameters];
        foreach (var parameter in parameters)
        {
            var state = CheckedState(parameter);
            if (rejected?.Contains(state) == true)
                continue;
            if (fused.Device is not null && (Path == OptimizerPath.Device || TensorExports.IsOnCuda(parameter.Handle)))
                fused.AddToDevice(state);
            else
                fused.Add(state, Path == OptimizerPath.Fast);
        }
        fused.SeparateOverlaps(Path == OptimizerPath.Fast);
    }

    private bool IsOnDevice()
    {
        for (var i = 0; i < fusedGroups.Count; i++)
        {
            if (fusedGroups[i].Device is { Count: > 0 })
                return true;
        }
        return false;
    }

    private void StepRest(ResearchOptions options, IReadOnlyList<ParameterState> rest)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var state in rest)
            CountTaken(state);
        UpdateGroup(options, [.. rest.Select(s => (s, s.Parameter.grad!))]);
    }
}
