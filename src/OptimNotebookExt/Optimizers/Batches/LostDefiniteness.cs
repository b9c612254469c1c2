using OptimNotebookExt.Kernels;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Which matrices of a batch are not positive definite in their precision.</summary>
internal static class LostDefiniteness
{
    /// <param name="matrices">[members, size, size], symmetric, float32 or float64, in main memory.</param>
    /// <returns>By member; true also where a number is not finite.</returns>
    internal static unsafe bool[] Of(Tensor matrices)
    {
        var (members, size) = (matrices.shape[0], matrices.shape[1]);
        // A Cholesky decomposition breaks down at a NaN as well.
        if (size > Definiteness.LargestSize)
            return (linalg.cholesky_ex(matrices).info != Scalars.Of(0)).data<bool>().ToArray();
        using var copy = matrices.clone();
        var first = (byte*)TensorExports.Data(copy.Handle);
        var bytes = size * size * copy.element_size();
        var lost = new bool[members];
        for (var i = 0; i < members; i++)
        {
            var matrix = first + (i * bytes);
            lost[i] = !(copy.dtype == ScalarType.Float64
                ? Definiteness.Eliminate((double*)matrix, size)
                : Definiteness.Eliminate((float*)matrix, size));
        }
        return lost;
    }
}
