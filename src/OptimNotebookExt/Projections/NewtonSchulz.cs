using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>Square roots of symmetric positive definite matrices by matrix products alone.</summary>
internal static class NewtonSchulz
{
    /// <summary>Enough for a condition of 1e12: an iteration multiplies what is small by 9/4.</summary>
    private const int MostIterations = 80;

    /// <summary>The root and the inverse root of a matrix or of each of a batch, by Y ← Y·T, Z ← T·Z, T = (3I - Z·Y)/2.</summary>
    /// <param name="x">[.., n, n], symmetric.</param>
    /// <returns>Null where ‖I - Z·Y‖ of any does not come down to rounding: x is not definite, or too ill-conditioned.</returns>
    internal static (Tensor Root, Tensor InverseRoot)? Roots(Tensor x)
    {
        var n = x.shape[^1];
        var tolerance = 10 * n * Precision.Epsilon(x.dtype);
        var identity = eye(n, dtype: x.dtype, device: x.device);
        var scale = x.flatten(-2).norm(-1, keepdim: true, p: 2).unsqueeze(-1);
        var (y, z) = (x / scale, identity.expand(x.shape).clone());
        var before = double.PositiveInfinity;
        for (var i = 0; i < MostIterations; i++)
        {
            using var scope = NewDisposeScope();
            var error = identity - matmul(z, y);
            var left = error.flatten(-2).norm(-1, keepdim: false, p: 2).max().ToDouble();
            // Once it stops falling, rounding is all that is left; NaN is no fall.
            if (left <= tolerance || (left < 1e-2 && left >= before / 2))
            {
                if (left > 1e3 * tolerance)
                    return null;
                var root = scale.sqrt();
                return ((y * root).MoveToOuterDisposeScope(), (z / root).MoveToOuterDisposeScope());
            }
            if (!double.IsFinite(left))
                return null;
            before = left;
            var t = error.Over(2).Plus(identity);
            (y, z) = (matmul(y, t).MoveToOuterDisposeScope(), matmul(t, z).MoveToOuterDisposeScope());
        }
        return null;
    }
}
