using TorchSharp;

namespace OptimNotebookExt;

/// <summary>
/// Numbers as libtorch takes them. TorchSharp 0.107.0 reads the handle of a <see cref="Scalar"/> and then calls libtorch
/// without keeping the object: in <c>x * 2.0</c> and even in <c>x + y</c> (a hidden factor 1) its finalizer may free the
/// number while it is being read. What is made here is held by the thread that made it until it has made
/// <see cref="Capacity"/> others. A test reads the IL of the assemblies and refuses every other conversion.
/// </summary>
internal static class Scalars
{
    /// <summary>More than any operation takes, however its arguments are nested.</summary>
    internal const int Capacity = 256;

    [ThreadStatic]
    private static Scalar?[]? ring;

    [ThreadStatic]
    private static int next;

    /// <summary>The whole number 1, never freed.</summary>
    internal static Scalar One => Constants.One;

    /// <summary>The whole number 2, never freed.</summary>
    internal static Scalar Two => Constants.Two;

    /// <summary>A number that becomes the dtype of the tensor it meets, where that is floating.</summary>
    internal static Scalar Of(double value) => Keep(value.ToScalar());

    /// <summary>A whole number.</summary>
    internal static Scalar Of(long value) => Keep(value.ToScalar());

    private static Scalar Keep(Scalar scalar)
    {
        ring ??= new Scalar?[Capacity];
        // Nothing reads the oldest any more; freeing it here spares the finalizer.
        ring[next]?.Dispose();
        ring[next] = scalar;
        next = (next + 1) % Capacity;
        return scalar;
    }

    /// <summary>Apart, so that the outer class works without a backend until a number is needed.</summary>
    private static class Constants
    {
        internal static readonly Scalar One = 1L.ToScalar();
        internal static readonly Scalar Two = 2L.ToScalar();
    }
}
