using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// The matrices of one axis in the stable form of <see cref="LearnedGradient"/>: lr = B·Bᵀ, B = P·K. Of one parameter
/// [size, size], or of several [members, size, size] at once.
/// </summary>
internal static class LearnedFactor
{
    /// <summary>X: the derivative in B's own coordinates, symmetric, without what would only change the scale.</summary>
    internal static Tensor Derivative(Tensor b, Tensor m)
    {
        var inner = matmul(matmul(Transposed(b), m), b);
        var x = inner.Plus(Transposed(inner)).Over(2);
        return x - MeanDiagonal(x) * Identity(x);
    }

    /// <summary>‖X‖, over the matrix.</summary>
    internal static Tensor Norm(Tensor x) => x.Squared().sum([-2, -1], keepdim: true).sqrt();

    /// <summary>N drawn to the identity by α; its Cholesky factor is the new K.</summary>
    internal static Tensor Updated(Tensor k, Tensor y, double shrink)
    {
        var n = Moved(k, y);
        return n.Times(1 - shrink).Plus(Identity(n).Times(shrink));
    }

    /// <summary>The same where 1 - α is a number for each of the matrices, [members, 1, 1], or one for the only one.</summary>
    internal static Tensor Updated(Tensor k, Tensor y, Tensor kept)
    {
        var n = Moved(k, y);
        return (n * kept).Plus(Identity(n) * kept.neg().Increase(1));
    }

    /// <summary>N: K·exp(Y) times its transpose, mean diagonal 1.</summary>
    private static Tensor Moved(Tensor k, Tensor y)
    {
        var yy = matmul(y, y);
        // Taylor to order 3: ‖Y‖ is η/2, so the next term is below (η/2)⁴/24.
        var moved = matmul(k, Identity(y).Plus(y).Plus(yy.Over(2)).Plus(matmul(yy, y).Over(6)));
        var n = matmul(moved, Transposed(moved));
        return n / MeanDiagonal(n);
    }

    /// <summary>P: (C + ε·I)^(-power/2) of a covariance with mean diagonal 1.</summary>
    internal static Tensor Base(Tensor covariance, double power, double eps)
    {
        var (values, vectors) = linalg.eigh(covariance);
        // A covariance has no eigenvalue below 0 but by rounding.
        var powers = values.clamp_(min: Scalars.Of(0.0)).Increase(eps).pow(Scalars.Of(-power / 2));
        return matmul(vectors * powers.unsqueeze(-2), Transposed(vectors));
    }

    /// <summary>What the options make of a covariance with mean diagonal 1: P_{dim}, or its eigenvectors Q_{dim}.</summary>
    internal static Tensor Base(Tensor covariance, bool rotated, LearnedGradientStableOptions o) =>
        rotated ? linalg.eigh(covariance).Item2 : Base(covariance, o.Base, o.BaseEps);

    /// <summary>B and lr = B·Bᵀ, scaled so that lr has mean diagonal 1.</summary>
    internal static (Tensor B, Tensor Lr) Scaled(Tensor b)
    {
        var lr = matmul(b, Transposed(b));
        var mean = MeanDiagonal(lr);
        return (b / mean.sqrt(), lr.Plus(Transposed(lr)) / mean.Times(2));
    }

    internal static Tensor MeanDiagonal(Tensor matrix) => matrix.diagonal(0, -2, -1).mean([-1], keepdim: true).unsqueeze(-1);

    /// <summary>Whether all elements are finite, over the matrix.</summary>
    internal static Tensor IsFinite(Tensor matrix) => matrix.isfinite().flatten(-2).all(-1, keepdim: true).unsqueeze(-1);

    internal static Tensor Identity(Tensor matrix) => eye(matrix.shape[^1], dtype: matrix.dtype, device: matrix.device);

    private static Tensor Transposed(Tensor matrix) => matrix.transpose(-2, -1);
}
