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
            return symmetric.shape[0] <= ExactSize ? OfSpectrum(linalg.eigvalsh(symmetric.to(ScalarType.Float64)).Doubles()) : Estimated(symmetric.to(ScalarType.Float64));
        }
        catch (ExternalException)
        {
            return None;
        }
    }

    internal static SpectrumExtremes OfSpectrum(IReadOnlyCollection<double> spectrum) =>
        spectrum.Count == 0 || spectrum.Any(double.IsNaN) ? None : new(spectrum.Min(), spectrum.Max());

    private static SpectrumExtremes Estimated(Tensor symmetric) =>
        OfSpectrum(Lanczos.RitzValues(v => mv(symmetric, v), symmetric.shape[0], symmetric.device, LanczosSteps));
}
