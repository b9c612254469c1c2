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
        var batch = VariancesOfBatch(rotated.unsqueeze(0), [.. dims.Select(d => d + 1)], epsSquared, relEps);
        return dims.Zip(batch).ToDictionary(pair => pair.First, pair => pair.Second.squeeze(0));
    }

    /// <summary>The same for tensors of one shape along a first axis.</summary>
    /// <param name="rotated">[batch, …].</param>
    /// <param name="dims">The axes that carry a matrix, the first axis being the batch's.</param>
    /// <param name="epsSquared">Added to the squares.</param>
    /// <param name="relEps">Its square times the mean square of a tensor is added to its squares too.</param>
    /// <returns>For every listed axis [batch, size].</returns>
    internal static Tensor[] VariancesOfBatch(Tensor rotated, IReadOnlyList<int> dims, double epsSquared, double relEps)
    {
        var squares = rotated.Squared();
        var q = squares.Plus(squares.mean(Others(rotated, 0), keepdim: true).Times(relEps * relEps).Plus(epsSquared));
        var variances = dims.Select(d => ones(rotated.shape[0], rotated.shape[d], dtype: rotated.dtype, device: rotated.device)).ToArray();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var i = 0; i < dims.Count; i++)
            {
                var v = q.mean(Others(rotated, 0, dims[i]), keepdim: true);
                q = q / v;
                variances[i] = variances[i] * v.view(variances[i].shape);
            }
        }
        return variances;
    }

    private static long[] Others(Tensor x, params int[] dims) =>
        [.. Enumerable.Range(0, (int)x.ndim).Where(d => !dims.Contains(d)).Select(d => (long)d)];
}
