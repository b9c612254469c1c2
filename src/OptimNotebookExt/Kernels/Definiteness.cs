using System.Numerics;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// Whether symmetric matrices are positive definite in their precision: whether elimination meets positive pivots only.
/// For small matrices that is less work than libtorch's decomposition, of which only the success would be looked at.
/// </summary>
internal static unsafe class Definiteness
{
    /// <summary>Above it a decomposition in blocks, such as libtorch's, is quicker.</summary>
    internal const long LargestSize = 256;

    /// <summary>Eliminates in place, above the diagonal; a NaN or an infinity is no positive pivot, or makes a later one NaN.</summary>
    /// <param name="matrix">[size, size], row by row; left with anything in it.</param>
    /// <param name="size">Rows and columns.</param>
    internal static bool Eliminate<T>(T* matrix, long size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0L; k < size; k++)
        {
            var row = matrix + (k * size);
            var pivot = row[k];
            if (!(pivot > T.Zero) || T.IsInfinity(pivot))
                return false;
            for (var i = k + 1; i < size; i++)
                Subtract(matrix + (i * size) + i, row + i, row[i] / pivot, size - i);
        }
        return true;
    }

    /// <summary>target -= factor · row.</summary>
    private static void Subtract<T>(T* target, T* row, T factor, long n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0L;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(Vector.Load(target + i) - (Vector.Load(row + i) * factor), target + i);
        for (; i < n; i++)
            target[i] -= row[i] * factor;
    }
}
