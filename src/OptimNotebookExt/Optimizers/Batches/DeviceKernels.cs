using System.Collections.Concurrent;
using OptimNotebookExt.Kernels.Cuda;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// Which kernels there are for which device and dtype. They are compiled and checked against the batched operations when they
/// are first asked for; where that fails, those operations take every step, and the reason is kept.
/// </summary>
/// <param name="isWanted">Whether there are to be any.</param>
/// <param name="compile">Makes the kernels of a source text for a device and dtype, or throws <see cref="KernelException"/>.</param>
internal sealed class DeviceKernels(bool isWanted, Func<string, Device, ScalarType, IKernelLauncher> compile)
{
    /// <summary>Set to 1, this variable has CUDA devices take the kernels.</summary>
    internal const string Switch = "OPTIM_CUDA_KERNELS";

    /// <summary>The optimizers that have kernels.</summary>
    internal static readonly string[] Sources = ["Eve", "Cain"];

    private readonly ConcurrentDictionary<(string Source, string Device, ScalarType Dtype), Lazy<(IKernelLauncher? Launcher, string? Reason)>> known = [];

    /// <summary>Off, as long as no line of them has run on a device.</summary>
    internal static DeviceKernels Shared { get; } = new(Environment.GetEnvironmentVariable(Switch) == "1", CudaLauncher.Compile);

    internal bool IsWanted => isWanted;

    /// <summary>What became of the kernels that were asked for so far: null where they are in use, else why not.</summary>
    internal IReadOnlyDictionary<string, string?> Findings =>
        known.Where(k => k.Value.IsValueCreated).OrderBy(k => k.Key).ToDictionary(k => $"{k.Key.Source}, {k.Key.Device}, {k.Key.Dtype}", k => k.Value.Value.Reason);

    /// <inheritdoc cref="KernelChoice"/>
    internal IKernelLauncher? Find(string source, Device device, ScalarType dtype) => !isWanted || device.type != TorchSharp.DeviceType.CUDA
        ? null
        : FindOn(source, device, dtype);

    /// <summary>The same of any kind of device.</summary>
    internal IKernelLauncher? FindOn(string source, Device device, ScalarType dtype) =>
        known.GetOrAdd((source, device.ToString(), dtype), _ => new(() => Make(source, device, dtype))).Value.Launcher;

    /// <summary>Asks for all there are for a device.</summary>
    /// <returns><see cref="Findings"/>.</returns>
    internal IReadOnlyDictionary<string, string?> FindAll(Device device)
    {
        foreach (var source in Sources)
        {
            FindOn(source, device, ScalarType.Float32);
            FindOn(source, device, ScalarType.Float64);
        }
        return Findings;
    }

    private (IKernelLauncher?, string?) Make(string source, Device device, ScalarType dtype)
    {
        try
        {
            var launcher = compile(source, device, dtype);
            return KernelCheck.Difference(source, launcher, device, dtype) is { } difference ? (null, difference) : (launcher, null);
        }
        // Whatever it is, training goes on without kernels.
        catch (Exception e) when (e is KernelException or StepFailedException or System.Runtime.InteropServices.ExternalException)
        {
            return (null, e.Message);
        }
    }
}
