using OptimNotebookExt.Projections;
using OptimNotebookExt.Tracing;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// How well the gradients that came later agree with the step that the matrices made of an earlier momentum, and the
/// derivative of that with respect to the matrices: f = ⟨g', y⟩/‖y‖, which is the improvement of a step whose length is
/// normalized, as <see cref="LearnedGradient"/>'s is.
/// </summary>
/// <param name="Step">y.</param>
/// <param name="Objective">f.</param>
/// <param name="Agreement">f/‖g'‖, the cosine; 0 where g' is 0.</param>
/// <param name="M">‖y‖·∂f/∂lr_{dim} by axis, not symmetrized.</param>
internal sealed record HeldOutGradient(Tensor Step, Tensor Objective, Tensor Agreement, IReadOnlyDictionary<int, Tensor> M)
{
    /// <summary>Null where y is zero.</summary>
    /// <param name="snap">s: the momentum before the gradients that g' is the mean of.</param>
    /// <param name="mean">g'.</param>
    /// <param name="lr">The matrices by axis.</param>
    /// <param name="tracer">Who is told of the intermediates.</param>
    /// <param name="root">R of a <see cref="RotatedBase"/>, on both sides of the matrices; null for none.</param>
    internal static HeldOutGradient? Compute(Tensor snap, Tensor mean, IReadOnlyDictionary<int, Tensor> lr, Tracer tracer, Func<Tensor, Tensor>? root = null)
    {
        var dims = lr.Keys.Order().ToArray();
        if (root is not null)
            snap = tracer.Line("held_out_s", "s = R·s, as the base makes it", root(snap));
        var y = Axes.Multiply(snap, dims, d => lr[d]);
        y = tracer.Line("held_out_y", root is null ? "y = s ×_dim lr_dim, every axis;  s is exp_avg of T steps ago" : "y = R·(s ×_dim lr_dim, every axis);  s is R·exp_avg of T steps ago", root?.Invoke(y) ?? y);
        var yy = (y * y).sum();
        if (!(yy.to(ScalarType.Float64).item<double>() > 0))
            return null;

        var gy = (mean * y).sum();
        var objective = tracer.Line("objective", "f = ⟨g', y⟩/‖y‖", gy / yy.sqrt());
        var norm = mean.norm();
        var agreement = tracer.Line("agreement", "cosine of g' and y = f/‖g'‖", where(norm > Scalars.Of(0.0), objective / norm, zeros_like(objective)));
        var h = tracer.Line("held_out_h", "h = ‖y‖·∂f/∂y = g' - y·⟨g', y⟩/⟨y, y⟩", mean - y * (gy / yy));
        if (root is not null)
            h = tracer.Line("held_out_rh", "h = R·h", root(h));
        var m = dims.ToDictionary(d => d, d =>
        {
            var z = Axes.Multiply(snap, dims.Where(e => e != d), e => lr[e]);
            return tracer.Line("meta_grad", d, "M_dim = H_dimᵀ Z_dim;  z is s through the matrices of the other axes", matmul(Axes.Rows(h, d).t(), Axes.Rows(z, d)));
        });
        return new HeldOutGradient(y, objective, agreement, m);
    }
}
