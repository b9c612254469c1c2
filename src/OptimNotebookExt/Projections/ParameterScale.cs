using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>Variances of a (rotated) parameter as a product of one factor per axis. Source: <c>_estimate_param_scale</c>.</summary>
public static class ParameterScale
{
    private const int Sweeps = 3;

    /// <summary>The variance factor of every listed axis, before smoothing.</summary>
    /// <param name="rotated">The parameter in the coordinates of its projections.</param>
    /// <param name="dims">The axes that carry a matrix.</param>
    /// <param name="epsSquared">Added to the squares.</param>
    /// <param name="relEps">Its square times the mean square is added to the squares too.</param>
    /// <returns>By axis a vector (size).</returns>
    public static IReadOnlyDictionary<int, Tensor> Variances(Tensor rotated, IReadOnlyList<int> dims, double epsSquared, double relEps)
    {
        ArgumentNullException.ThrowIfNull(rotated);
        ArgumentNullException.ThrowIfNull(dims);
        var squares = rotated.Squared();
        var q = squares.Plus(squares.mean().Times(relEps * relEps).Plus(epsSquared));
        var variances = dims.ToDictionary(d => d, d => ones(rotated.shape[d], dtype: rotated.dtype, device: rotated.device));
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var d in dims)
            {
                var others = Enumerable.Range(0, (int)rotated.ndim).Where(e => e != d).Select(e => (long)e).ToArray();
                var v = q.mean(others, keepdim: true);
                q = q / v;
                variances[d] = variances[d] * v.flatten();
            }
        }
        return variances;
    }
}
