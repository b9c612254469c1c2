using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What <see cref="HeldOutGradient"/> holds for one parameter, for some members of a batch.</summary>
/// <param name="Steps">y [members, …].</param>
/// <param name="Objective">f by member.</param>
/// <param name="Agreement">The cosine by member.</param>
/// <param name="IsUsable">Whether y is not zero, [members, 1, 1].</param>
/// <param name="H">‖y‖·∂f/∂y [members, …].</param>
/// <param name="Z">By axis: s through the matrices of the other axes [members, …].</param>
internal sealed record HeldOutGradients(Tensor Steps, Tensor Objective, Tensor Agreement, Tensor IsUsable, Tensor H, Tensor[] Z)
{
    /// <param name="batch">Whose axes.</param>
    /// <param name="snap">s [members, …].</param>
    /// <param name="mean">g' [members, …].</param>
    /// <param name="lr">The matrices by axis [members, size, size].</param>
    /// <param name="root">R of a <see cref="RotatedBase"/>; null for none.</param>
    internal static HeldOutGradients Compute(Batch batch, Tensor snap, Tensor mean, Tensor[] lr, Func<Tensor, Tensor>? root)
    {
        snap = root?.Invoke(snap) ?? snap;
        var z = new Tensor[lr.Length];
        var y = snap;
        for (var i = 0; i < lr.Length; i++)
        {
            // What the axes before have made of it serves both.
            z[i] = y;
            for (var e = i + 1; e < lr.Length; e++)
                z[i] = batch.Axes[e].Multiply(z[i], lr[e]);
            y = batch.Axes[i].Multiply(y, lr[i]);
        }
        y = root?.Invoke(y) ?? y;
        var (flatY, flatG) = (y.flatten(1), mean.flatten(1));
        var (yy, gy, norm) = (flatY.Squared().sum(1), (flatG * flatY).sum(1), flatG.norm(1));
        var objective = gy / yy.sqrt();
        var isUsable = yy > Scalars.Of(0.0);
        var agreement = Selection.Of(norm > Scalars.Of(0.0), objective / norm, zeros_like(objective));
        // What y = 0 makes of it is put aside by whoever asks IsUsable.
        var h = (flatG - flatY * (gy / yy).unsqueeze(1)).view(y.shape);
        return new HeldOutGradients(y, objective, agreement, isUsable.view(-1, 1, 1), root?.Invoke(h) ?? h, z);
    }
}
