using System.Numerics;
using static TorchSharp.torch;

namespace OptimNotebookExt.Kernels;

/// <summary>Running sums and averages over raw memory.</summary>
internal static unsafe class Blend
{
    /// <summary>target = keep·target + take·x, element by element.</summary>
    /// <param name="target">The first number that is written.</param>
    /// <param name="x">The first number that is taken in.</param>
    /// <param name="n">How many.</param>
    /// <param name="keep">The share of what was there.</param>
    /// <param name="take">The share of what comes.</param>
    /// <param name="type">Float32 or Float64.</param>
    internal static void Into(void* target, void* x, long n, double keep, double take, ScalarType type)
    {
        if (type == ScalarType.Float64)
            Into((double*)target, (double*)x, n, keep, take);
        else
            Into((float*)target, (float*)x, n, (float)keep, (float)take);
    }

    private static void Into<T>(T* target, T* x, long n, T keep, T take)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0L;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store((Vector.Load(target + i) * keep) + (Vector.Load(x + i) * take), target + i);
        for (; i < n; i++)
            target[i] = (target[i] * keep) + (x[i] * take);
    }
}
