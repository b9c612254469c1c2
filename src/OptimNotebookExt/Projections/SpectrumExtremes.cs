using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>The smallest and the largest eigenvalue of a symmetric matrix, or singular value of a projection.</summary>
/// <param name="Min">Smallest; where estimated, the true one is at most this: Ritz values lie inside the spectrum.</param>
/// <param name="Max">Largest; where estimated, the true one is at least this.</param>
internal readonly record struct SpectrumExtremes(double Min, double Max)
{
    /// <summary>Up to this size the whole spectrum is the cheaper way.</summary>
    internal const long ExactSize = 64;

    /// <summary>Lanczos steps above <see cref="ExactSize"/>.</summary>
    internal const int LanczosSteps = 24;

    internal static readonly SpectrumExtremes None = new(double.NaN, double.NaN);

    /// <summary>Max/Min; infinite where Min is not positive. Where estimated, the true one is at least this.</summary>
    internal double Condition => double.IsNaN(Min) ? double.NaN : Min > 0 ? Max / Min : double.PositiveInfinity;

    /// <summary>Exact up to n = 64, by 24 Lanczos steps above; NaN where the matrix is not finite or its decomposition fails.</summary>
    internal static SpectrumExtremes Of(Tensor symmetric)
    {
        using var scope = torch.NewDisposeScope();
        if (symmetric.numel() == 0 || !symmetric.isfinite().all().item<bool>())
            return None;
        try
        {
            return symmetric.shape[0] <= ExactSize ? OfSpectrum(linalg.eigvalsh(symmetric.to(ScalarType.Float64)).Doubles()) : Lanczos(symmetric);
        }
        catch (ExternalException)
        {
            return None;
        }
    }

    internal static SpectrumExtremes OfSpectrum(IReadOnlyCollection<double> spectrum) =>
        spectrum.Count == 0 || spectrum.Any(double.IsNaN) ? None : new(spectrum.Min(), spectrum.Max());

    /// <summary>The extremes of the tridiagonal matrix of a few Lanczos steps, every vector made orthogonal to all before it.</summary>
    private static SpectrumExtremes Lanczos(Tensor a)
    {
        var n = a.shape[0];
        var basis = zeros([LanczosSteps, n], dtype: a.dtype, device: a.device);
        var tridiagonal = new double[LanczosSteps, LanczosSteps];
        var (v, scale, size) = (StartVector(n).to(a.dtype).to(a.device), 0.0, 0);
        while (size < LanczosSteps)
        {
            using var temporaries = torch.NewDisposeScope();
            var k = size++;
            basis[k].copy_(v);
            var w = mv(a, basis[k]);
            tridiagonal[k, k] = dot(w, basis[k]).ToDouble();
            scale = Math.Max(scale, w.norm().ToDouble());
            var known = basis.narrow(0, 0, size);
            // Twice is enough: what rounding leaves of the first pass the second one takes away.
            for (var pass = 0; pass < 2; pass++)
                w = w - mv(known.t(), mv(known, w));
            var beta = w.norm().ToDouble();
            // The vectors so far span an invariant space: their values are eigenvalues, and there is nothing to add.
            if (beta <= n * Precision.Epsilon(a.dtype) * scale || size == LanczosSteps)
                break;
            tridiagonal[k, k + 1] = tridiagonal[k + 1, k] = beta;
            v = (w / beta).MoveToOuterDisposeScope();
        }
        var values = linalg.eigvalsh(tensor(tridiagonal).narrow(0, 0, size).narrow(1, 0, size)).Doubles();
        return OfSpectrum(values);
    }

    /// <summary>A unit vector without structure and without a random draw: the fractions of k²·golden ratio.</summary>
    private static Tensor StartVector(long n)
    {
        const double golden = 0.6180339887498949;
        var values = new double[n];
        for (var k = 0L; k < n; k++)
            values[k] = k * k * golden % 1 - 0.5;
        var v = tensor(values);
        return v / v.norm();
    }
}
