using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Diagnostics;

/// <summary>
/// One recorded tensor in the precision of the accumulators: float64, so that squares of tiny gradients do not vanish and
/// those of large float32 values do not overflow; float32 only on Apple's GPU, which has no float64. Lives in the
/// caller's dispose scope.
/// </summary>
internal sealed class BatchValues
{
    private readonly Tensor values;
    private readonly Tensor? finite;

    internal BatchValues(Tensor tensor)
    {
        var type = tensor.device_type == DeviceType.MPS ? ScalarType.Float32 : ScalarType.Float64;
        values = tensor.detach().to(type);
        Shape = tensor.shape;
        Count = tensor.numel();
        // One pass tells whether masks are needed: a sum is finite only if all elements are (on a GPU this waits for it).
        if (!double.IsFinite(values.sum().ToDouble()))
        {
            finite = values.isfinite();
            values = values.masked_fill(finite.logical_not(), Scalars.Of(0));
        }
    }

    internal long[] Shape { get; }

    internal long Count { get; }

    /// <summary>Sums per index of every listed axis.</summary>
    internal IndexSums[] Along(IReadOnlyList<int> axes)
    {
        if (Shape.Length == 1)
        {
            // One element per index; a reduction over no axes would mean all of them.
            return [.. axes.Select(_ => Reduce(values.unsqueeze(-1), finite?.unsqueeze(-1), [[1]])[0])];
        }
        return Reduce(values, finite, [.. axes.Select(axis => Enumerable.Range(0, Shape.Length).Where(d => d != axis).Select(d => (long)d).ToArray())]);
    }

    internal IndexSums Whole() => Reduce(values.reshape(1, -1), finite?.reshape(1, -1), [[1]])[0];

    /// <summary>The sum of outer products along an axis (size × size); elements that are not finite count as 0.</summary>
    internal Tensor Scatter(int axis) => Axes.Scatter(values, axis);

    /// <param name="x">The values, 0 where they are not finite.</param>
    /// <param name="mask">Where they are finite; null where all are.</param>
    /// <param name="dims">The axes to reduce, once for every result.</param>
    private static IndexSums[] Reduce(Tensor x, Tensor? mask, long[][] dims)
    {
        // Each quantity is made once for all axes and freed before the next, so that two copies are alive at most.
        var sum = Sums(x, dims);
        var abs = Sums(x.abs(), dims, free: true);
        var square = Sums(x.Squared(), dims, free: true);
        var positive = Sums(AsNumbers(x.gt(Scalars.Of(0)), x.dtype), dims, free: true);
        var count = mask is null
            ? [.. sum.Select(s => full_like(s, Scalars.Of((double)x.numel() / s.numel())))]
            : Sums(mask.to(x.dtype), dims, free: true);
        var below = mask is null ? x : x.masked_fill(mask.logical_not(), Scalars.Of(double.PositiveInfinity));
        var above = mask is null ? x : x.masked_fill(mask.logical_not(), Scalars.Of(double.NegativeInfinity));
        return [.. dims.Select((d, i) => new IndexSums(
            stack([sum[i], abs[i], square[i], positive[i], count[i]]),
            stack([below.amin(d).neg_(), above.amax(d)])))];
    }

    private static Tensor[] Sums(Tensor quantity, long[][] dims, bool free = false)
    {
        Tensor[] sums = [.. dims.Select(d => quantity.sum(d))];
        if (free)
            quantity.Dispose();
        return sums;
    }

    // Faster than a sum of booleans.
    private static Tensor AsNumbers(Tensor condition, ScalarType type)
    {
        using var original = condition;
        return original.to(type);
    }
}
