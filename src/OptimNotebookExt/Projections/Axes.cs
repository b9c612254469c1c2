using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>Work along the axes of a tensor: which carry a matrix, multiplying one, and covariances of one.</summary>
public static class Axes
{
    /// <summary>The axes that carry a matrix, ascending: those whose size is neither 1 nor the number of elements.</summary>
    /// <param name="tensor">A parameter or gradient.</param>
    public static int[] WithMatrix(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var (shape, numel) = (tensor.shape, tensor.numel());
        return [.. Enumerable.Range(0, shape.Length).Where(d => shape[d] != 1 && shape[d] != numel)];
    }

    /// <summary>Whether all elements lie along one axis, as in [7], [1, 7] or [7, 1, 1]; such a tensor has no matrices.</summary>
    /// <param name="tensor">A parameter or gradient.</param>
    public static bool IsOneAxis(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var numel = tensor.numel();
        return tensor.shape.Contains(numel);
    }

    /// <summary>Multiplies axis <paramref name="dim"/> by a matrix: <c>y[..,i,..] = Σ_j M[i,j] x[..,j,..]</c>; the shape is kept.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="matrix">A matrix (size × size), or a vector (size) that scales the axis.</param>
    /// <param name="dim">The axis, from 0.</param>
    /// <exception cref="ArgumentException">The matrix does not fit the axis.</exception>
    public static Tensor Multiply(Tensor x, Tensor matrix, int dim)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(matrix);
        if (dim < 0 || dim >= x.ndim)
            throw new ArgumentException($"dim must be in [0, {x.ndim}), but is {dim}.", nameof(dim));
        var size = x.shape[dim];
        if (matrix.shape.Any(n => n != size) || matrix.ndim is not (1 or 2))
            throw new ArgumentException($"matrix must be [{size}, {size}] or [{size}] for axis {dim}, but is [{string.Join(", ", matrix.shape)}].", nameof(matrix));
        // What matmul refuses ends the process: TorchSharp 0.107.0 does not catch its errors.
        if (matrix.dtype != x.dtype || matrix.device_type != x.device_type)
            throw new ArgumentException($"matrix must be {x.dtype} on {x.device} as x is, but is {matrix.dtype} on {matrix.device}.", nameof(matrix));
        using var moved = x.transpose(-1, dim);
        using var product = matrix.ndim == 1 ? moved * matrix : matmul(moved, matrix.t());
        return product.transpose(-1, dim);
    }

    /// <summary>Multiplies every listed axis by its own matrix.</summary>
    internal static Tensor Multiply(Tensor x, IEnumerable<int> dims, Func<int, Tensor> matrix) =>
        dims.Aggregate(x, (y, d) => Multiply(y, matrix(d), d));

    /// <summary>The tensor with axis <paramref name="dim"/> last, flattened to rows: <c>X_d</c> (numel/size × size).</summary>
    /// <param name="x">Any tensor of at least one axis.</param>
    /// <param name="dim">The axis, from 0.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public static Tensor Rows(Tensor x, int dim)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (dim < 0 || dim >= x.ndim)
            throw new ArgumentException($"dim must be in [0, {x.ndim}), but is {dim}.", nameof(dim));
        using var moved = x.transpose(-1, dim);
        return moved.reshape(-1, x.shape[dim]);
    }

    /// <summary>The sum of outer products along an axis: <c>X_dᵀ X_d</c> (size × size), not divided by the rows.</summary>
    /// <param name="x">Any tensor of at least one axis.</param>
    /// <param name="dim">The axis, from 0.</param>
    public static Tensor Scatter(Tensor x, int dim)
    {
        using var rows = Rows(x, dim);
        return matmul(rows.t(), rows);
    }

    /// <summary>The uncentered covariance along an axis: <c>X_dᵀ X_d / rows</c> (size × size).</summary>
    /// <param name="x">Any tensor of at least one axis.</param>
    /// <param name="dim">The axis, from 0.</param>
    public static Tensor Covariance(Tensor x, int dim)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scatter = Scatter(x, dim);
        return scatter.Over(x.numel() / x.shape[dim]);
    }

    /// <summary>The root of the mean square.</summary>
    internal static Tensor Rms(Tensor x) => x.Squared().mean().sqrt();

    /// <summary>The mean of a square matrix's diagonal.</summary>
    internal static Tensor MeanDiagonal(Tensor matrix) => matrix.diagonal().mean();
}
