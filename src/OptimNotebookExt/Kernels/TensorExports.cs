using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TorchSharp;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// The few functions of TorchSharp's native library that tell where a tensor's numbers are. TorchSharp's own properties
/// tell it too, but <c>parameter.grad</c> makes a managed tensor each time (0.2 µs and garbage, against 0.03 µs here),
/// and a step asks for every gradient. Where a TorchSharp lacks one of these functions, there is no fast path.
/// </summary>
internal static unsafe class TensorExports
{
    private const int Cpu = 0;
    private const int Cuda = 1;

    // Those that only read a field are called without a switch of the garbage collector's mode.
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void*> data;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> isContiguous;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> isSparse;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte> type;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> deviceType;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> numel;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> ndimension;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long, long> size;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint> grad;
    private static readonly delegate* unmanaged[Cdecl]<nint, void> dispose;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint, byte, void> copy;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint, nint> bmm;
    private static readonly delegate* unmanaged[Cdecl]<nint, long, long, nint> transpose;
    private static readonly delegate* unmanaged[Cdecl]<nint, long*, int, nint> view;
    private static readonly delegate* unmanaged[Cdecl]<nint, long, long, long, nint> narrow;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint> contiguous;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint> clone;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint, void> multiply;

    [SuppressMessage("Performance", "CA1810", Justification = "One library handle serves all fields.")]
    static TensorExports()
    {
        TorchBackend.EnsureLoaded();
        // In TorchSharp's name, so that it is found where TorchSharp found it.
        if (!NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out var library))
            return;
        IsAvailable = true;
        data = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void*>)Export("data");
        isContiguous = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Export("is_contiguous");
        isSparse = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Export("is_sparse");
        type = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte>)Export("type");
        deviceType = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Export("device_type");
        numel = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Export("numel");
        ndimension = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Export("ndimension");
        size = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long, long>)Export("size");
        grad = (delegate* unmanaged[Cdecl]<nint, nint>)Export("grad");
        dispose = (delegate* unmanaged[Cdecl]<nint, void>)Export("dispose");
        copy = (delegate* unmanaged[Cdecl]<nint, nint, byte, void>)Export("copy_");
        bmm = (delegate* unmanaged[Cdecl]<nint, nint, nint>)Export("bmm");
        transpose = (delegate* unmanaged[Cdecl]<nint, long, long, nint>)Export("transpose");
        view = (delegate* unmanaged[Cdecl]<nint, long*, int, nint>)Export("view");
        narrow = (delegate* unmanaged[Cdecl]<nint, long, long, long, nint>)Export("narrow");
        contiguous = (delegate* unmanaged[Cdecl]<nint, nint>)Export("contiguous");
        clone = (delegate* unmanaged[Cdecl]<nint, nint>)Export("clone");
        multiply = (delegate* unmanaged[Cdecl]<nint, nint, void>)Export("mul_");

        nint Export(string name)
        {
            if (NativeLibrary.TryGetExport(library, "THSTensor_" + name, out var address))
                return address;
            IsAvailable = false;
            return 0;
        }
    }

    /// <summary>Whether TorchSharp's library has all of the functions.</summary>
    internal static bool IsAvailable { get; private set; }

    /// <summary>The first number of a dense tensor.</summary>
    internal static void* Data(nint tensor) => data(tensor);

    /// <summary>The same, as a number, on any device.</summary>
    internal static nint Address(nint tensor) => (nint)data(tensor);

    internal static long Numel(nint tensor) => numel(tensor);

    internal static torch.ScalarType Type(nint tensor) => (torch.ScalarType)type(tensor);

    /// <summary>Whether the numbers lie in main memory without gaps, row by row.</summary>
    internal static bool IsPlain(nint tensor) => isSparse(tensor) == 0 && deviceType(tensor) == Cpu && isContiguous(tensor) != 0;

    internal static bool IsContiguous(nint tensor) => isContiguous(tensor) != 0;

    internal static bool IsOnCuda(nint tensor) => deviceType(tensor) == Cuda;

    internal static bool HasShapeOf(nint tensor, nint other)
    {
        var rank = ndimension(tensor);
        if (rank != ndimension(other))
            return false;
        for (var d = 0L; d < rank; d++)
        {
            if (size(tensor, d) != size(other, d))
                return false;
        }
        return true;
    }

    /// <summary>The gradient, which the caller must release; 0 where there is none.</summary>
    internal static nint Gradient(nint parameter) => grad(parameter);

    internal static void Release(nint tensor) => dispose(tensor);

    /// <summary>
    /// Tells autograd that a tensor was written: copying an empty view onto itself moves no number, but counts as a write
    /// to the tensor it is a view of, so that a backward pass over stale values is still an error.
    /// </summary>
    internal static void MarkWritten(nint emptyView) => copy(emptyView, emptyView, 0);

    /// <summary>The operations that <see cref="RawTensor"/> makes of these; what they return is the caller's to release, 0 after an error.</summary>
    internal static nint Bmm(nint x, nint y) => bmm(x, y);

    internal static nint Transpose(nint tensor, long first, long second) => transpose(tensor, first, second);

    internal static nint View(nint tensor, long* shape, int rank) => view(tensor, shape, rank);

    internal static nint Narrow(nint tensor, long axis, long start, long length) => narrow(tensor, axis, start, length);

    internal static nint Contiguous(nint tensor) => contiguous(tensor);

    internal static nint Clone(nint tensor) => clone(tensor);

    internal static void Multiply(nint tensor, nint by) => multiply(tensor, by);
}
