using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views;

/// <summary>The view of a value, where one is the natural.</summary>
public static class ViewExtensions
{
    /// <summary>Elements kept of a tensor of an optimizer that is shown as it is: enough for small matrices, little for large models.</summary>
    private const long LiveElementLimit = 1 << 14;

    /// <summary>The optimizer as it is now.</summary>
    /// <param name="optimizer">An optimizer of this package.</param>
    public static OptimizerView View(this ResearchOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new OptimizerView(optimizer.Snapshot(LiveElementLimit));
    }

    /// <summary>The optimizer at the moment of the snapshot.</summary>
    /// <param name="snapshot">A snapshot.</param>
    public static OptimizerView View(this OptimizerSnapshot snapshot) => new(snapshot);

    /// <summary>The parameter and its state at the moment of the snapshot.</summary>
    /// <param name="snapshot">A snapshot.</param>
    public static ParameterView View(this ParameterSnapshot snapshot) => new(snapshot);

    /// <summary>The tensor at the moment of the snapshot.</summary>
    /// <param name="snapshot">A snapshot.</param>
    /// <param name="name">Its name.</param>
    public static TensorView View(this TensorSnapshot snapshot, string name = "tensor") => new(snapshot, name);

    /// <summary>The solution with its check, copied.</summary>
    /// <param name="projection">A projection.</param>
    public static ProjectionView View(this Projection projection) => new(projection);

    /// <summary>The check.</summary>
    /// <param name="check">A check.</param>
    public static PgpCheckView View(this PgpCheck check) => new(check);
}
