using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>How the draft's form learns the matrices lr_{dim}. Source: <c>_update_lrs</c> and <c>_update_lr</c> of the draft.</content>
public sealed partial class LearnedGradient
{
    /// <summary>One meta-step of every lr_{dim}, all from gradients taken at the old matrices; nothing for tensors without matrices.</summary>
    private static void UpdateLrs(LearnedGradientOptions o, ParameterState state, Tensor g)
    {
        var dims = Axes.WithMatrix(g);
        foreach (var d in dims)
            state.Tracer.Line("grad_cov", d, "grad_cov_dim = β2·grad_cov_dim + G_dimᵀG_dim", state[$"grad_cov_{d}"].mul_(Scalars.Of(o.Beta2)).Increase(Axes.Scatter(g, d)));
        // At the first step exp_avg is still zero and its norm would divide by zero (L10).
        if (state.Step == 0 || dims.Length == 0)
            return;

        var meta = MetaGradient.Compute(
            state["exp_avg"], g, dims.ToDictionary(d => d, d => state[$"lr_{d}"]), dims.ToDictionary(d => d, d => state[$"grad_cov_{d}"]), state.Tracer);
        if (meta is null)
            return;

        CountDirections(state, meta.MovingD, state["exp_avg"]);
        var meta_lr = o.LearningRate!.Value * o.MetaLrScale;
        foreach (var d in dims)
        {
            var updated = MetaGradient.UpdateLr(state[$"lr_{d}"], meta.M[d], meta_lr, o.SymmetrizeMetaGrad, o.MetaLrTwice);
            if (!IsUsable(state, updated))
                updated = state[$"lr_{d}"];
            state.Tracer.Line("lr", d, "lr_dim = A·lr_dim·Aᵀ, mean diagonal 1;  A = I + meta_lr·(M·lr_dim)/rms(M·lr_dim)", state[$"lr_{d}"].copy_(updated));
        }
    }

    /// <summary>
    /// A·lr·Aᵀ is positive definite, but for rounding and overflow. A matrix that is not, in its precision, is counted: the
    /// draft's algorithm uses it nevertheless. One that is not finite is not used.
    /// </summary>
    private static bool IsUsable(ParameterState state, Tensor updated)
    {
        // A Cholesky decomposition breaks down at a NaN as well.
        if (linalg.cholesky_ex(updated).info.item<int>() == 0)
            return true;
        var isFinite = updated.isfinite().all().item<bool>();
        state.Failures = state.Failures with
        {
            LostDefiniteness = state.Failures.LostDefiniteness + 1,
            KeptMatrices = state.Failures.KeptMatrices + (isFinite ? 0 : 1),
        };
        return isFinite;
    }

    /// <summary>The matrices are written only in the steps that update them; the stable form's sums in every step.</summary>
    private protected override bool MayWrite(ResearchOptions options, ParameterState state, string name) => options is LearnedGradientStableOptions stable
        ? IsDue(stable, state) || !IsMadeByUpdate(name)
        : !(name.StartsWith("lr_", StringComparison.Ordinal) || name.StartsWith("grad_cov_", StringComparison.Ordinal))
            || state.Step % ((LearnedGradientOptions)options).LrEstPeriod == 0;
}
