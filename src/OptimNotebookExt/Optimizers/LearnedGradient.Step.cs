using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>What both forms share: the size update and the step, as the draft has them.</content>
public sealed partial class LearnedGradient
{
    /// <summary>Every fourth step: the tensor's overall size, by the gradient with respect to its log. Source: <c>_size_update</c>.</summary>
    private static void UpdateSize(ILearnedStep o, ParameterState state, Tensor p)
    {
        var t = state.Step;
        // Rates over the four steps since the last size update.
        var (size_lr, beta1, beta2) = (SizeUpdatePeriod * o.LearningRate!.Value * o.SizeLrScale, Math.Pow(o.Beta1, SizeUpdatePeriod), Math.Pow(o.Beta2, SizeUpdatePeriod));
        var param_rms = state["param_rms"].copy_(Axes.Rms(p).clamp_(min: Scalars.Of(o.Eps)));
        var scale_grads = state["scale_grads"];
        var scale_exp_avg_sq = state["scale_exp_avg_sq"].mul_(Scalars.Of(beta2)).add_(scale_grads.Squared().mean(), alpha: Scalars.Of(1 - beta2));
        var scale_exp_avg = state["scale_exp_avg"].mul_(Scalars.Of(beta1)).add_(scale_grads.mean(), alpha: Scalars.Of(1 - beta1));

        var bias_correction2 = 1 - Math.Pow(beta2, (t + 1) / (double)SizeUpdatePeriod);
        var size_step = (scale_exp_avg / scale_exp_avg_sq.sqrt().Increase(1e-10)).Times(-size_lr * Math.Sqrt(bias_correction2));
        size_step = where(param_rms < Scalars.Of(o.ParamMinRms), full_like(size_step, Scalars.Of(size_lr)), size_step);
        size_step = where(param_rms > Scalars.Of(o.ParamMaxRms), full_like(size_step, Scalars.Of(-size_lr)), size_step);
        state.Tracer.Line("param_rms", "param_rms = max(rms(p), eps)", param_rms);
        state.Tracer.Line("scale_exp_avg_sq", "scale_exp_avg_sq = β2⁴·scale_exp_avg_sq + (1-β2⁴)·mean(scale_grads²)", scale_exp_avg_sq);
        state.Tracer.Line("scale_exp_avg", "scale_exp_avg = β1⁴·scale_exp_avg + (1-β1⁴)·mean(scale_grads)", scale_exp_avg);
        p.Increase(p * state.Tracer.Line("size_step", "s = -4·lr·size_lr_scale·√bias·scale_exp_avg/√scale_exp_avg_sq, or ± its limit;  p += s·p", size_step));
    }

    /// <summary>At most five elements: momentum over one denominator for the whole tensor. Source: <c>_step_small</c>.</summary>
    private static void StepSmall(ILearnedStep o, ParameterState state, Tensor p, Tensor g)
    {
        var lr = o.LearningRate!.Value;
        var exp_avg = state["exp_avg"].mul_(Scalars.Of(o.Beta1)).add_(g, alpha: Scalars.Of(1 - o.Beta1));
        var exp_avg_sq = state["exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(g, g, value: Scalars.Of(1 - o.Beta2));
        var bias_correction2 = 1 - Math.Pow(o.Beta2, state.Step + 1);
        var denominator = exp_avg_sq.sum().Over(p.numel() * bias_correction2).sqrt().Increase(o.Eps);
        var direction = exp_avg / denominator;
        state.Tracer.Line("exp_avg", "exp_avg = β1·exp_avg + (1-β1)·g", exp_avg);
        state.Tracer.Line("denominator", "denominator = √(Σ exp_avg_sq/(numel·(1-β2^(t+1)))) + eps", denominator);
        state.Tracer.Line("direction", "p -= lr·param_rms·exp_avg/denominator", direction);
        p.add_(p.numel() > 1 ? direction * state["param_rms"] : direction, alpha: Scalars.Of(-lr));
    }

    /// <summary>The step itself: the momentum through every lr_{dim}, at a fixed relative length. Source: <c>_step</c>.</summary>
    private static void Step(ILearnedStep o, ParameterState state, Tensor p, Tensor g)
    {
        var exp_avg = state["exp_avg"].mul_(Scalars.Of(o.Beta1)).add_(g, alpha: Scalars.Of(1 - o.Beta1));
        var moving_d = RotatedBase.Direction(state, exp_avg);
        var moving_d_rms = Axes.Rms(moving_d).Plus(o.Eps);
        var limit = moving_d_rms.Times(o.MaxStepScale);
        state.Tracer.Line("exp_avg", "exp_avg = β1·exp_avg + (1-β1)·g", exp_avg);
        state.Tracer.Line("moving_d", RotatedBase.IsIn(state) ? "d = R·(R·exp_avg ×_dim lr_dim, every axis)" : "d = exp_avg ×_dim lr_dim, every axis", moving_d);
        state.Tracer.Line("moving_d_rms", "r = rms(d) + eps", moving_d_rms);
        state.Tracer.Line("limit", "limit = max_step_scale·r", limit);
        var clamped = state.Tracer.Line("moving_d_clamped", "p -= lr·param_rms·(1-β1)/(r·√(1-β1²))·clamp(d, ±limit)", moving_d.clamp(-limit, limit));
        var alpha = -o.LearningRate!.Value * (1 - o.Beta1) / Math.Sqrt(1 - o.Beta1 * o.Beta1);
        p.add_(clamped * (state["param_rms"] / moving_d_rms), alpha: Scalars.Of(alpha));
    }
}
