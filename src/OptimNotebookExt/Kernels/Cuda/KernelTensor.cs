namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>A tensor that kernels are to update.</summary>
/// <param name="Shape">Its shape; at least one element, fewer than 2³¹.</param>
/// <param name="Member">Which parameter of its device it is: its place among the step counts.</param>
internal readonly record struct KernelTensor(long[] Shape, int Member)
{
    /// <summary>Kernels count a tensor's elements in 32 bits.</summary>
    internal const long MostElements = int.MaxValue;

    internal long Numel => Shape.Aggregate(1L, (n, size) => n * size);
}
