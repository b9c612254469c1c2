using System.Numerics;
using System.Runtime.CompilerServices;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// Sums in float64 whatever the dtype: products of float32 are exact in it, so that a decision such as Eve's
/// "is the rms above its target" is not left to rounding.
/// </summary>
internal static unsafe class Sums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static double OfSquares(T* x, long n) => OfProducts(x, x, n);

    internal static double OfProducts(T* x, T* y, long n)
    {
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0L;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            Widen(Vector.Load(x + i), out var x0, out var x1);
            Widen(Vector.Load(y + i), out var y0, out var y1);
            low += x0 * y0;
            high += x1 * y1;
        }
        var sum = Vector.Sum(low + high);
        for (; i < n; i++)
            sum += double.CreateTruncating(x[i]) * double.CreateTruncating(y[i]);
        return sum;
    }

    internal static double Of(T* x, long n)
    {
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0L;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            Widen(Vector.Load(x + i), out var x0, out var x1);
            low += x0;
            high += x1;
        }
        var sum = Vector.Sum(low + high);
        for (; i < n; i++)
            sum += double.CreateTruncating(x[i]);
        return sum;
    }

    /// <summary>sums += x, element by element.</summary>
    internal static void AddTo(double* sums, T* x, long n)
    {
        var i = 0L;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            Widen(Vector.Load(x + i), out var x0, out var x1);
            Vector.Store(Vector.Load(sums + i) + x0, sums + i);
            if (typeof(T) == typeof(float))
                Vector.Store(Vector.Load(sums + i + Vector<double>.Count) + x1, sums + i + Vector<double>.Count);
        }
        for (; i < n; i++)
            sums[i] += double.CreateTruncating(x[i]);
    }

    /// <summary>A vector as float64: float32 fills two, float64 one and a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector<T> x, out Vector<double> low, out Vector<double> high)
    {
        if (typeof(T) == typeof(float))
            Vector.Widen(Vector.AsVectorSingle(x), out low, out high);
        else
            (low, high) = (Vector.AsVectorDouble(x), Vector<double>.Zero);
    }
}
