using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Diagnostics;

/// <summary>The uncentered covariance along an axis, summed over records; or the reason why there is none.</summary>
internal sealed class AxisCovariance : IDisposable
{
    // As icefall: an axis that changes its size is a batch or time axis, whose indices mean nothing in particular.
    private const string Varies = "its size varies";

    private readonly MemoryBudget budget;
    private readonly long size;
    private Tensor? scatter;
    private long rows;

    internal AxisCovariance(long size, int axes, TensorDiagnosticsOptions options, MemoryBudget budget)
    {
        this.size = size;
        this.budget = budget;
        // A size of 1 has no use; should another size follow, it varies.
        Missing = size == 1 ? Varies
            : axes == 1 ? "one axis gives one row a record"
            : size > options.MaxEigenSize ? Text($"its size {size} exceeds MaxEigenSize {options.MaxEigenSize}")
            : !budget.TryTake(size * size) ? Text($"{size * size} elements exceed what is left of MemoryLimit {budget.Limit}")
            : null;
    }

    /// <summary>Why there are no eigenvalues, else null.</summary>
    internal string? Missing { get; private set; }

    internal void Add(BatchValues batch, int axis)
    {
        if (Missing is not null)
            return;
        if (batch.Shape[axis] != size)
        {
            Missing = Varies;
            scatter?.Dispose();
            scatter = null;
            budget.Release(size * size);
            return;
        }
        rows += batch.Count / size;
        var product = batch.Scatter(axis);
        if (scatter is null)
            scatter = product.DetachFromDisposeScope();
        else
            scatter.Increase(product.to(scatter.device));
    }

    /// <summary>The eigenvalues, ascending; null where there are none.</summary>
    internal double[]? Eigenvalues()
    {
        if (scatter is null)
            return null;
        using var scope = torch.NewDisposeScope();
        var covariance = scatter.Plus(scatter.t()).Over(2.0 * rows);
        if (covariance.isfinite().all().item<bool>())
            return linalg.eigvalsh(covariance).Doubles();
        Missing = "its covariance overflows";
        return null;
    }

    public void Dispose() => scatter?.Dispose();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
