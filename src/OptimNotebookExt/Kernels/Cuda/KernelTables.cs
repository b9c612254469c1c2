using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>
/// The tables of launches over many tensors, where the tensors are. Kept from step to step: the lists until other tensors take
/// part, the pointers until a tensor has moved.
/// </summary>
internal sealed class KernelTables : IDisposable
{
    /// <summary>Numbers of a tensor that are the same for all its elements: <c>NUMBERS</c> of Common.cu.</summary>
    private const int PerTensor = 4;

    private readonly Device device;
    private readonly List<Tensor> owned = [];
    private readonly KernelWork work;
    private KernelPointers[] known = [];
    private Tensor? pointers;

    /// <param name="tensors">All of one dtype, on that device.</param>
    /// <param name="layout">Of the kernels.</param>
    /// <param name="hasAxes">Whether the kernels sum along axes.</param>
    /// <param name="device">Where the tensors are.</param>
    internal KernelTables(IReadOnlyList<KernelTensor> tensors, KernelLayout layout, bool hasAxes, Device device)
    {
        this.device = device;
        using var scope = NewDisposeScope();
        var lists = new KernelLists(tensors, layout, hasAxes);
        (Count, Chunks, PartCount) = (tensors.Count, lists.ChunkCount, lists.PartCount);
        work.Chunks = Own(tensor([.. lists.Chunks], dtype: ScalarType.Int32));
        work.Places = Own(tensor(MemoryMarshal.Cast<KernelPlace, long>(lists.Places).ToArray()));
        work.PerChunk = Scratch(Chunks);
        work.PerTensor = Scratch(PerTensor * Count);
        if (!hasAxes)
            return;
        Parts = Own(tensor([.. lists.Parts], dtype: ScalarType.Int32));
        Sizes = Own(tensor([.. lists.Sizes]));
        Products = Scratch(PartCount);
        Sums = Scratch(lists.Sums);
    }

    /// <summary>Tensors.</summary>
    internal int Count { get; }

    /// <summary>Blocks that take all elements once.</summary>
    internal int Chunks { get; }

    /// <summary>Blocks that sum along axes.</summary>
    internal int PartCount { get; }

    internal nint Parts { get; }

    internal nint Sizes { get; }

    internal nint Products { get; }

    internal nint Sums { get; }

    /// <summary>How often pointers were brought to the device.</summary>
    internal int Uploads { get; private set; }

    /// <summary>What kernels take, but for the step counts and whose gradients are finite.</summary>
    /// <param name="tensors">Where the tensors are in this step; brought to the device where one has moved.</param>
    internal KernelWork Work(ReadOnlySpan<KernelPointers> tensors)
    {
        if (pointers is null || !tensors.SequenceEqual(known))
        {
            using var scope = NewDisposeScope();
            known = tensors.ToArray();
            // Another tensor, since kernels of earlier steps that have not run yet read the old one: the allocator gives its
            // memory to nothing that is launched before them.
            pointers?.Dispose();
            pointers = Upload(tensor(MemoryMarshal.Cast<KernelPointers, long>(known).ToArray()));
            Uploads++;
        }
        return work with { Tensors = TensorExports.Address(pointers.Handle) };
    }

    public void Dispose()
    {
        pointers?.Dispose();
        owned.ForEach(t => t.Dispose());
    }

    private nint Scratch(long length) => Own(empty([Math.Max(1, length)], dtype: ScalarType.Float64, device: device));

    private nint Own(Tensor values)
    {
        owned.Add(Upload(values));
        return TensorExports.Address(owned[^1].Handle);
    }

    /// <summary>On the device, out of the scope. To CUDA from pinned memory, so that the host does not wait for the copy.</summary>
    private Tensor Upload(Tensor values) =>
        (device.type == DeviceType.CUDA && values.device_type == DeviceType.CPU ? values.pin_memory().to(device, non_blocking: true) : values.to(device)).DetachFromDisposeScope();
}
