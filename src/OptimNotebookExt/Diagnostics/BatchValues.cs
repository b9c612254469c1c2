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
        // On a GPU this one question waits for the device; it spares masks for every tensor.
        var isFinite = values.isfinite();
        if (!isFinite.all().item<bool>())
        {
            finite = isFinite;
            values = values.masked_fill(isFinite.logical_not(), 0);
        }
    }

    internal long[] Shape { get; }

    internal long Count { get; }

    /// <summary>Per index of an axis [5, size]: sum, sum of absolute values, of squares, positive and finite elements.</summary>
    internal IndexSums Along(int axis)
    {
        var others = Enumerable.Range(0, Shape.Length).Where(d => d != axis).Select(d => (long)d).ToArray();
        // Without another axis there is one element per index; a reduction over no axes would mean all of them.
        return others.Length == 0
            ? Reduce(values.unsqueeze(-1), finite?.unsqueeze(-1), [1])
            : Reduce(values, finite, others);
    }

    internal IndexSums Whole() => Reduce(values.reshape(1, -1), finite?.reshape(1, -1), [1]);

    /// <summary>The sum of outer products along an axis (size × size); elements that are not finite count as 0.</summary>
    internal Tensor Scatter(int axis) => Axes.Scatter(values, axis);

    private IndexSums Reduce(Tensor x, Tensor? mask, long[] dims)
    {
        var sum = x.sum(dims);
        var positive = x.gt(0).sum(dims, type: x.dtype);
        var count = mask is null ? full_like(sum, (double)Count / sum.numel()) : mask.sum(dims, type: x.dtype);
        var (below, above) = mask is null
            ? (x, x)
            : (x.masked_fill(mask.logical_not(), double.PositiveInfinity), x.masked_fill(mask.logical_not(), double.NegativeInfinity));
        return new IndexSums(
            stack([sum, linalg.vector_norm(x, 1, dims), linalg.vector_norm(x, 2, dims).square(), positive, count]),
            stack([below.amin(dims).neg(), above.amax(dims)]));
    }
}
