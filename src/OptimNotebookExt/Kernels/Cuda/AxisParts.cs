namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>
/// How many blocks sum a tensor along its axes, and how many sums they leave: <c>view_of</c> of Cain.cu, for the largest of all
/// axes, since the axis of a step is known on the device alone.
/// </summary>
internal readonly record struct AxisParts(long Parts, long Sums)
{
    /// <param name="shape">Of the tensor, at least one element; a single one needs no sums.</param>
    /// <param name="layout">Of the kernels.</param>
    internal static AxisParts Of(long[] shape, KernelLayout layout)
    {
        var numel = shape.Aggregate(1L, (n, size) => n * size);
        var most = default(AxisParts);
        if (numel == 1)
            return most;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var (size, inner) = (shape[axis], shape.Skip(axis + 1).Aggregate(1L, (n, s) => n * s));
            if (numel <= 2 * size)
                (size, inner) = (1, numel);
            var tile = inner < layout.Tile ? layout.Tile : 1;
            var segments = Blocks(numel / size, layout.Chunk / tile);
            most = new(Math.Max(most.Parts, Blocks(size, tile) * segments), Math.Max(most.Sums, segments * size));
        }
        return most;
    }

    /// <summary>n / size, rounded up.</summary>
    internal static long Blocks(long n, long size) => (n + size - 1) / size;
}
