using System.Collections.Immutable;

namespace OptimNotebookExt.Recording;

/// <summary>A whole spectrum at one step.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="Values">Eigenvalues or singular values, ascending; one NaN where the matrix was not finite.</param>
public sealed record SpectrumSample(long Step, ImmutableArray<double> Values);
