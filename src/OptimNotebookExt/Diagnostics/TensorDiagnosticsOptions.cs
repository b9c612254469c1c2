using System.Collections.ObjectModel;
using System.Globalization;

namespace OptimNotebookExt.Diagnostics;

/// <summary>What <see cref="TensorDiagnostics"/> accumulates, and how much memory it may take.</summary>
public sealed class TensorDiagnosticsOptions
{
    /// <summary>
    /// Most accumulator elements (8 bytes each) kept for one tensor; default 2^22, at least 1. An axis takes 7·size for its
    /// per-index statistics and size² for its eigenvalues. What does not fit is left out, eigenvalues first, and the
    /// report says so; the statistics of the whole tensor are always kept.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long MemoryLimit { get; init => field = AtLeast(1, value, nameof(MemoryLimit)); } = 1L << 22;

    /// <summary>Largest axis that gets eigenvalues of its covariance; default 512 as in icefall; 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long MaxEigenSize { get; init => field = AtLeast(0, value, nameof(MaxEigenSize)); } = 512;

    /// <summary>
    /// Outputs of earlier forward passes that still wait for a gradient are held (with the graph behind them) up to this
    /// many elements in total, and the oldest are given up first; default 2^24, at least 0. The outputs of the latest
    /// pass are always held. Raise it where many passes come before one backward.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long PendingLimit { get; init => field = AtLeast(0, value, nameof(PendingLimit)); } = 1L << 24;

    /// <summary>Percentiles of the per-index statistics, ascending, each in [0, 100]; default 0, 10, …, 100 as in icefall.</summary>
    /// <exception cref="ArgumentException">Empty, not ascending, or outside [0, 100].</exception>
    public IReadOnlyList<double> Percentiles { get; init => field = Checked(value, nameof(Percentiles)); } =
        Array.AsReadOnly<double>([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);

    private static long AtLeast(long minimum, long value, string name) => value >= minimum
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {minimum}, but is {value}.");

    private static ReadOnlyCollection<double> Checked(IReadOnlyList<double> value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (value.Count == 0)
            throw new ArgumentException($"{name} is empty: pass at least one, for example [0, 50, 100].", name);
        for (var i = 0; i < value.Count; i++)
        {
            if (!(value[i] >= 0 && value[i] <= 100) || (i > 0 && value[i] <= value[i - 1]))
            {
                throw new ArgumentException(
                    $"{name} must ascend within [0, 100], but are {string.Join(", ", value.Select(p => p.ToString("G9", CultureInfo.InvariantCulture)))}.",
                    name);
            }
        }
        return Array.AsReadOnly(value.ToArray());
    }
}
