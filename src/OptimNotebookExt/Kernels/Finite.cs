using System.Numerics;
using TorchSharp;

namespace OptimNotebookExt.Kernels;

/// <summary>Whether numbers in memory are all finite, in one reading.</summary>
internal static unsafe class Finite
{
    /// <param name="x">The first number.</param>
    /// <param name="n">How many.</param>
    /// <param name="type">Float32 or Float64.</param>
    internal static bool All(void* x, long n, torch.ScalarType type) => type == torch.ScalarType.Float64 ? All((double*)x, n) : All((float*)x, n);

    internal static bool All<T>(T* x, long n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // x - x is 0 for a finite x, else NaN, and a NaN stays in a sum. Two sums, so that additions do not wait for each other.
        var (sum0, sum1) = (Vector<T>.Zero, Vector<T>.Zero);
        var width = Vector<T>.Count;
        var i = 0L;
        for (; i <= n - (2 * width); i += 2 * width)
        {
            var (x0, x1) = (Vector.Load(x + i), Vector.Load(x + i + width));
            sum0 += x0 - x0;
            sum1 += x1 - x1;
        }
        var rest = T.Zero;
        for (; i < n; i++)
            rest += x[i] - x[i];
        return Vector.EqualsAll(sum0 + sum1, Vector<T>.Zero) && rest == T.Zero;
    }
}
