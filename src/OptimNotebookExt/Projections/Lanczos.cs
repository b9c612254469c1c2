using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>Extreme eigenvalues of a symmetric matrix from a few products with vectors.</summary>
internal static class Lanczos
{
    /// <summary>
    /// Ritz values, ascending. They lie within the spectrum, so the least is no less than the least eigenvalue and the greatest
    /// no greater than the greatest. The start vector is always the same and not of torch's generator.
    /// </summary>
    /// <param name="product">A times a float64 vector (n), as a float64 vector.</param>
    /// <param name="n">The size, at least 1.</param>
    /// <param name="device">Where the vectors are.</param>
    /// <param name="most">Products at most; a matrix with fewer distinct eigenvalues needs fewer.</param>
    internal static double[] RitzValues(Func<Tensor, Tensor> product, long n, Device device, int most)
    {
        using var scope = torch.NewDisposeScope();
        var steps = (int)Math.Min(most, n);
        var tridiagonal = new double[steps, steps];
        var vector = Start(n).to(device);
        var basis = vector.unsqueeze(0);
        var count = 1;
        for (; ; count++)
        {
            var image = product(vector);
            tridiagonal[count - 1, count - 1] = vector.dot(image).ToDouble();
            // Twice is enough: orthogonal up to rounding, so that no eigenvalue is found twice.
            for (var sweep = 0; sweep < 2; sweep++)
                image = image - basis.t().mv(basis.mv(image));
            var length = image.norm().ToDouble();
            if (count == steps || length <= 1e-12 * Math.Abs(tridiagonal[0, 0]) || length == 0)
                break;
            tridiagonal[count, count - 1] = tridiagonal[count - 1, count] = length;
            vector = image.Over(length);
            basis = cat([basis, vector.unsqueeze(0)]);
        }
        return linalg.eigvalsh(tensor(tridiagonal).narrow(0, 0, count).narrow(1, 0, count)).Doubles();
    }

    private static Tensor Start(long n)
    {
#pragma warning disable CA5394 // no secret
        var random = new Random(1);
        var values = new double[n];
        for (var i = 0; i < n; i++)
            values[i] = random.NextDouble() + random.NextDouble() - 1;
#pragma warning restore CA5394
        var start = tensor(values);
        return start / start.norm();
    }
}
