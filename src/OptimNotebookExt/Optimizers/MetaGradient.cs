using OptimNotebookExt.Projections;
using OptimNotebookExt.Tracing;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// The derivative of the improvement f = ⟨g, y⟩ / sqrt(mean⟨y, C y⟩) of a step y with respect to the matrices that make
/// it, in closed form.
/// </summary>
/// <param name="MovingD">y: exp_avg through every lr_{dim}.</param>
/// <param name="Q">mean(c·y), c = y through the normalized grad_cov_{dim}.</param>
/// <param name="M">∂f/∂lr_{dim} by axis, not symmetrized.</param>
internal sealed record MetaGradient(Tensor MovingD, Tensor Q, IReadOnlyDictionary<int, Tensor> M)
{
    private const double Tiny = 1e-20;

    /// <summary>Returns null unless q &gt; 0, as for a parameter that never had a gradient (L10b).</summary>
    internal static MetaGradient? Compute(
        Tensor exp_avg, Tensor g, IReadOnlyDictionary<int, Tensor> lr, IReadOnlyDictionary<int, Tensor> grad_cov, Tracer? tracer = null)
    {
        var trace = tracer ?? Tracer.Off;
        var dims = lr.Keys.Order().ToArray();
        var y = Axes.Multiply(exp_avg, dims, d => lr[d]);
        var c = Axes.Multiply(y, dims, d => grad_cov[d] / Axes.MeanDiagonal(grad_cov[d]).Plus(Tiny));
        var q = (c * y).mean();
        trace.Line("meta_y", "y = exp_avg ×_dim lr_dim, exp_avg without this gradient", y);
        trace.Line("meta_c", "c = y ×_dim grad_cov_dim/mean diagonal", c);
        trace.Line("meta_q", "q = mean(c·y)", q);
        if (!(q.to(ScalarType.Float64).item<double>() > 0))
            return null;

        var s = (g * y).sum();
        trace.Line("meta_s", "s = Σ g·y;  the improvement is f = s/√q", s);
        var h = (g - c * (s / q.Times(g.numel()))) / q.sqrt();
        trace.Line("meta_h", "h = ∂f/∂y = (g - c·s/(q·numel))/√q", h);
        var m = dims.ToDictionary(d => d, d =>
        {
            var z = Axes.Multiply(exp_avg, dims.Where(e => e != d), e => lr[e]);
            return trace.Line("meta_grad", d, "M_dim = ∂f/∂lr_dim = H_dimᵀ Z_dim", matmul(Axes.Rows(h, d).t(), Axes.Rows(z, d)));
        });
        return new MetaGradient(y, q, m);
    }

    /// <summary>lr ← A·lr·Aᵀ with A = I + (meta-gradient of A at elementwise rms meta_lr), mean diagonal 1.</summary>
    internal static Tensor UpdateLr(Tensor lr, Tensor m, double meta_lr, bool symmetrize, bool twice)
    {
        // Only for symmetric M is M·lr the gradient with respect to A (L19).
        var gradient = symmetrize ? m.Plus(m.t()).Over(2) : m;
        var a = matmul(gradient, lr);
        a = a * Axes.Rms(a).Plus(Tiny).Under(meta_lr);
        if (twice)
            a = a.Times(meta_lr);
        a = a.Plus(eye(lr.shape[0], dtype: lr.dtype, device: lr.device));
        var moved = matmul(matmul(a, lr), a.t());
        return moved.Plus(moved.t()) / Axes.MeanDiagonal(moved).Times(2);
    }
}
