using OptimNotebookExt.Notebook;
using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>A solution P of P·G·P = C with the spectra of all three and its check. Owns its tensors.</summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class Projection : IDisposable
{
    internal Projection(ProjectionSolution solution, Tensor spectrumG, Tensor spectrumP)
    {
        P = solution.P.DetachFromDisposeScope();
        G = solution.G.DetachFromDisposeScope();
        SmoothedC = solution.SmoothedC.DetachFromDisposeScope();
        SpectrumG = spectrumG.Doubles();
        SpectrumC = solution.SpectrumC.Doubles();
        SpectrumSmoothedC = solution.SmoothedSpectrumC.Doubles();
        SpectrumP = spectrumP.Doubles();
        Check = PgpCheck.Of(solution);
    }

    /// <summary>P (n × n): symmetric, positive semi-definite.</summary>
    public Tensor P { get; }

    /// <summary>G + Gᵀ (n × n): what the kernel uses of the gradient's covariance.</summary>
    public Tensor G { get; }

    /// <summary>C with its spectrum smoothed (n × n): what P·G·P is compared with.</summary>
    public Tensor SmoothedC { get; }

    /// <summary>Singular values of G + Gᵀ, descending.</summary>
    public IReadOnlyList<double> SpectrumG { get; }

    /// <summary>Singular values of C + Cᵀ, descending.</summary>
    public IReadOnlyList<double> SpectrumC { get; }

    /// <summary>The smoothed singular values, in the order of <see cref="SpectrumC"/> (not themselves sorted).</summary>
    public IReadOnlyList<double> SpectrumSmoothedC { get; }

    /// <summary>Singular values of P, descending.</summary>
    public IReadOnlyList<double> SpectrumP { get; }

    /// <summary>Largest over smallest singular value of G; infinite where the smallest is 0.</summary>
    public double ConditionG => SpectrumG[0] / SpectrumG[^1];

    /// <summary>Largest over smallest singular value of C, unsmoothed.</summary>
    public double ConditionC => SpectrumC[0] / SpectrumC[^1];

    /// <summary>Largest over smallest singular value of P.</summary>
    public double ConditionP => SpectrumP[0] / SpectrumP[^1];

    /// <summary>How well P·G·P = C holds.</summary>
    public PgpCheck Check { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        P.Dispose();
        G.Dispose();
        SmoothedC.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"Projection {P.shape[0]}×{P.shape[0]}: {Check.Verdict}";
}
