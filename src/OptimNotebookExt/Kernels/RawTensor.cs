using TorchSharp;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// A tensor as its handle alone: a step that makes some leaves no garbage, as managed tensors would. It takes part in no
/// dispose scope: whoever makes one disposes it.
/// </summary>
internal readonly unsafe struct RawTensor : IDisposable
{
    private readonly nint handle;
    private readonly bool isOwned;

    private RawTensor(nint handle, bool isOwned) => (this.handle, this.isOwned) = (handle, isOwned);

    /// <summary>The first number.</summary>
    internal void* Data => TensorExports.Data(handle);

    internal long Numel => TensorExports.Numel(handle);

    /// <summary>A managed tensor, which must live as long; disposing does nothing to it.</summary>
    internal static RawTensor Of(torch.Tensor tensor) => new(tensor.Handle, isOwned: false);

    /// <summary>A handle that is released when this is disposed.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The handle is 0, because libtorch failed.</exception>
    internal static RawTensor Owned(nint handle)
    {
        if (handle == 0)
            torch.CheckForErrors();
        return new(handle, isOwned: true);
    }

    /// <summary>The same tensor, which disposing leaves to this one.</summary>
    internal RawTensor Borrowed() => new(handle, isOwned: false);

    /// <summary>Products of the matrices of two batches, [batch, n, k] and [batch, k, m].</summary>
    internal RawTensor Bmm(RawTensor right) => Owned(TensorExports.Bmm(handle, right.handle));

    /// <summary>With two axes exchanged; a view.</summary>
    internal RawTensor Transposed(long first, long second) => Owned(TensorExports.Transpose(handle, first, second));

    /// <summary>In another shape; a view.</summary>
    internal RawTensor View(params ReadOnlySpan<long> shape)
    {
        fixed (long* sizes = shape)
            return Owned(TensorExports.View(handle, sizes, shape.Length));
    }

    /// <summary>A part along the first axis; a view.</summary>
    internal RawTensor Narrow(long start, long length) => Owned(TensorExports.Narrow(handle, 0, start, length));

    /// <summary>The same numbers row by row, a copy if they are not.</summary>
    internal RawTensor Contiguous() => Owned(TensorExports.Contiguous(handle));

    internal RawTensor Clone() => Owned(TensorExports.Clone(handle));

    /// <summary>Multiplies in place.</summary>
    internal void MultiplyBy(RawTensor factors)
    {
        TensorExports.Multiply(handle, factors.handle);
        torch.CheckForErrors();
    }

    /// <summary>A managed tensor of its own hold on the same numbers.</summary>
    internal torch.Tensor ToTensor() => torch.Tensor.UnsafeCreateTensor(Owned(TensorExports.Transpose(handle, 0, 0)).handle);

    public void Dispose()
    {
        if (isOwned)
            TensorExports.Release(handle);
    }
}
