using OptimNotebookExt.Kernels;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// An axis of equally shaped tensors that lie one after another in memory, [batch, outer, size, inner] to it: its products
/// with one matrix for each tensor, as few large matrix products and without a copy where the axis is the first or last.
/// </summary>
internal sealed class BatchAxis
{
    private readonly long outer;
    private readonly long inner;

    private BatchAxis(long[] shape, int axis)
    {
        Axis = axis;
        Size = shape[axis];
        outer = shape.Take(axis).Aggregate(1L, (n, s) => n * s);
        inner = shape.Skip(axis + 1).Aggregate(1L, (n, s) => n * s);
    }

    /// <summary>The axis' number in a tensor.</summary>
    internal int Axis { get; }

    internal long Size { get; }

    /// <summary>Elements of a tensor for each index of the axis.</summary>
    internal long Rows => outer * inner;

    /// <summary>The axes that carry a matrix.</summary>
    internal static BatchAxis[] Of(long[] shape)
    {
        var numel = shape.Aggregate(1L, (n, s) => n * s);
        return [.. Enumerable.Range(0, shape.Length).Where(d => shape[d] != 1 && shape[d] != numel).Select(d => new BatchAxis(shape, d))];
    }

    /// <summary>Every tensor's axis multiplied by that tensor's matrix, as <see cref="Projections.Axes.Multiply(Tensor, Tensor, int)"/> does it for one.</summary>
    /// <param name="x">The tensors, contiguous.</param>
    /// <param name="matrices">[batch, size, size].</param>
    /// <param name="transposed">Whether to multiply by the transposes.</param>
    /// <returns>Contiguous, of some shape; the caller's to free.</returns>
    internal RawTensor Multiply(RawTensor x, RawTensor matrices, bool transposed = false)
    {
        using var turned = matrices.Transposed(1, 2);
        var (left, right) = transposed ? (turned, matrices) : (matrices, turned);
        if (outer == 1)
        {
            using var columns = x.View(-1, Size, inner);
            return left.Bmm(columns);
        }
        if (inner == 1)
        {
            using var rows = x.View(-1, outer, Size);
            return rows.Bmm(right);
        }
        // An axis in between is moved last and back again.
        using var split = x.View(-1, outer, Size, inner);
        using var moved = split.Transposed(2, 3);
        using var copy = moved.Contiguous();
        using var flat = copy.View(-1, outer * inner, Size);
        using var product = flat.Bmm(right);
        using var unfolded = product.View(-1, outer, inner, Size);
        using var back = unfolded.Transposed(2, 3);
        return back.Contiguous();
    }

    /// <summary>The same with managed tensors; x keeps its shape.</summary>
    internal Tensor Multiply(Tensor x, Tensor matrices)
    {
        using var product = Multiply(RawTensor.Of(x), RawTensor.Of(matrices));
        using var tensor = product.ToTensor();
        return tensor.view(x.shape);
    }

    /// <summary>Scales the axis of every tensor by that tensor's vector, in place.</summary>
    /// <param name="x">The tensors, contiguous.</param>
    /// <param name="factors">[batch, size].</param>
    internal void Scale(RawTensor x, RawTensor factors)
    {
        using var split = x.View(-1, outer, Size, inner);
        using var column = factors.View(-1, 1, Size, 1);
        split.MultiplyBy(column);
    }

    /// <summary>Σ of outer products along the axis, x_dᵀ y_d [batch, size, size].</summary>
    internal Tensor Scatter(Tensor x, Tensor y)
    {
        var right = Unfold(y).transpose(1, 2);
        return (ReferenceEquals(x, y) ? right.transpose(1, 2) : Unfold(x)).bmm(right);
    }

    /// <summary>The same of each tensor with itself, x_dᵀ x_d.</summary>
    /// <param name="x">The tensors, contiguous.</param>
    /// <returns>[batch, size, size], contiguous; the caller's to free.</returns>
    internal RawTensor Scatter(RawTensor x)
    {
        if (outer == 1)
        {
            using var rows = x.View(-1, Size, inner);
            using var turned = rows.Transposed(1, 2);
            return rows.Bmm(turned);
        }
        using var split = x.View(-1, outer, Size, inner);
        using var moved = split.Transposed(2, 3);
        using var copy = moved.Contiguous();
        using var columns = copy.View(-1, Rows, Size);
        using var transposed = columns.Transposed(1, 2);
        return transposed.Bmm(columns);
    }

    /// <summary>Every index of the axis as a row: [batch, size, rest].</summary>
    private Tensor Unfold(Tensor x)
    {
        var batch = x.shape[0];
        if (inner == 1)
            return x.view(batch, outer, Size).transpose(1, 2);
        return outer == 1
            ? x.view(batch, Size, inner)
            : x.view(batch, outer, Size, inner).transpose(1, 2).reshape(batch, Size, outer * inner);
    }
}
