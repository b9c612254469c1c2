using OptimNotebookExt.Optimizers.Batches;
using OptimNotebookExt.Projections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>The step of one parameter. <c>n</c> is the number of gradients summed in <c>g</c>.</content>
public sealed partial class NeutralGradient
{
    private const int SlowPeriod = 10;

    private void Step(NeutralGradientOptions o, ParameterState state, Tensor g, long n)
    {
        var (p, t) = (state.Parameter, state.Step);
        var delta = state["delta"].mul_(Scalars.Of(o.Beta1));
        if (p.numel() > 1)
        {
            delta.Increase(p * ScaleStep(o, state, p, g, n));
            if (t % SlowPeriod == 0)
                state["scale"] = Axes.Rms(p).Plus(o.ParamMinRms);
            if (Axes.IsOneAxis(p))
                StepOneAxis(o, state, delta, g, n);
            else
                StepProjected(o, state, p, delta, g, n);
        }
        else
        {
            StepScalar(o, state, delta, g, n);
        }
        p.Increase(state.Tracer.Line("delta", "delta = β1·delta + scale part + a·x;  p += delta", delta));
        state.Step = t + 1;
    }

    /// <summary>The relative change of the whole tensor's scale; every other step the rms limits decide it.</summary>
    private static Tensor ScaleStep(NeutralGradientOptions o, ParameterState state, Parameter p, Tensor g, long n)
    {
        var t = state.Step;
        var s = (p * g).sum();
        var scale_exp_avg_sq = state["scale_exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(s, s, value: Scalars.Of((1 - o.Beta2) / n));
        var u = s / scale_exp_avg_sq.sqrt().Increase(o.GradEps);
        if (t % 2 == 0)
        {
            var rms = Axes.Rms(p);
            var limit = 2 * Math.Sqrt(n);
            u = Selection.Of(rms < Scalars.Of(o.ParamMinRms), full_like(u, Scalars.Of(-limit)), u);
            u = Selection.Of(rms > Scalars.Of(o.ParamMaxRms), full_like(u, Scalars.Of(limit)), u);
        }
        state.Tracer.Line("s", "s = Σ p·g", s);
        state.Tracer.Line("scale_exp_avg_sq", "scale_exp_avg_sq = β2·scale_exp_avg_sq + (1-β2)/n·s²", scale_exp_avg_sq);
        state.Tracer.Line("u", "u = s/(√scale_exp_avg_sq + grad_eps), or its limit where rms(p) is out of range", u);
        return u.Times(-o.LearningRate!.Value * Math.Sqrt(1 - Math.Pow(o.Beta2, t + 1)) * o.ScaleSpeed * (1 - o.Beta1));
    }

    private static void StepOneAxis(NeutralGradientOptions o, ParameterState state, Tensor delta, Tensor g, long n)
    {
        var exp_avg_sq = state["exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(g, g, value: Scalars.Of((1 - o.Beta2) / n));
        var v = g / exp_avg_sq.sqrt().Increase(o.GradEps);
        state.Tracer.Line("v", "v = g/(√exp_avg_sq + grad_eps)", v);
        var alpha = state["scale"].Times(-(1 - o.Beta1) * o.LearningRate!.Value * Math.Sqrt(1 - Math.Pow(o.Beta2, state.Step + 1)));
        delta.Increase(v * alpha);
        UpdateGradTimesStep(o, state, alpha, v, g, n);
    }

    private static void StepScalar(NeutralGradientOptions o, ParameterState state, Tensor delta, Tensor g, long n)
    {
        var exp_avg_sq = state["exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(g, g, value: Scalars.Of((1 - o.Beta2) / n));
        var v = g / exp_avg_sq.sqrt().Increase(o.GradEps);
        state.Tracer.Line("v", "v = g/(√exp_avg_sq + grad_eps)", v);
        var alpha = -o.LearningRate!.Value * (1 - o.Beta1) * Math.Sqrt(1 - Math.Pow(o.Beta2, state.Step + 1));
        delta.add_(v, alpha: Scalars.Of(alpha));
        state["grad_times_step"].mul_(Scalars.Of(o.Beta2)).add_((v * g).sum(), alpha: Scalars.Of(-alpha * (1 - o.Beta2) / ((1 - o.Beta1) * n)));
    }

    private void StepProjected(NeutralGradientOptions o, ParameterState state, Parameter p, Tensor delta, Tensor g, long n)
    {
        var (t, w) = (state.Step, state.Count("step_within_period"));
        var isDue = w == o.EstimatePeriod;
        var waits = isDue && !MayEstimate();
        if (isDue && !waits)
        {
            EstimateProjections(o, state, p);
            state.SetCount("step_within_period", 0);
        }
        else if (!waits && w >= o.EstimatePeriod - o.StatsSteps)
        {
            StoreGradStats(o, state, g);
        }

        var x = ChangeCoordinates(g, state, forward: true);
        state.Tracer.Line("grad_proj", "x = g ×_dim proj_dim, every axis", x);
        var exp_avg_sq = state["exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).addcmul_(x, x, value: Scalars.Of((1 - o.Beta2) / n));
        // With the step count from before a re-estimate, so that the zeroed statistics go uncorrected on that step (N09).
        var bias_correction2 = 1 - Math.Pow(o.Beta2, Math.Min(t, w) + 1);
        x = x / exp_avg_sq.pow(Scalars.Of(o.GradPow / 2)).Increase(o.GradEps);
        if (bias_correction2 < 0.99)
            x = x.Times(Math.Sqrt(bias_correction2));
        state.Tracer.Line("exp_avg_sq", "exp_avg_sq = β2·exp_avg_sq + (1-β2)/n·x²", exp_avg_sq);
        state.Tracer.Line("grad_normalized", "x = x/(exp_avg_sq^(grad_pow/2) + grad_eps)·√b where b < 0.99", x);
        x = ChangeCoordinates(x, state, forward: false);
        state.Tracer.Line("direction", "x = x ×_dim proj_dimᵀ, every axis", x);

        var scalar_exp_avg_sq = state["scalar_exp_avg_sq"].mul_(Scalars.Of(o.Beta2)).add_(x.Squared().mean(), alpha: Scalars.Of((1 - o.Beta2) / n));
        var denominator = scalar_exp_avg_sq.Over(bias_correction2).sqrt_().Increase(o.GradEps);
        var alpha = (state["scale"] / denominator).Times(-o.LearningRate!.Value * (1 - o.Beta1));
        state.Tracer.Line("scalar_exp_avg_sq", "scalar_exp_avg_sq = β2·scalar_exp_avg_sq + (1-β2)·mean(x²)/n", scalar_exp_avg_sq);
        state.Tracer.Line("alpha", "a = -lr·(1-β1)·scale/(√(scalar_exp_avg_sq/b) + grad_eps)", alpha);
        delta.Increase(x * alpha);
        UpdateGradTimesStep(o, state, alpha, x, g, n);
        if (!waits)
            state.SetCount("step_within_period", state.Count("step_within_period") + 1);
    }

    /// <summary>Every tenth step: the product of step and gradient, from which the speed-up periods come.</summary>
    private static void UpdateGradTimesStep(NeutralGradientOptions o, ParameterState state, Tensor alpha, Tensor direction, Tensor g, long n)
    {
        if (state.Step % SlowPeriod == 0)
            state["grad_times_step"].mul_(Scalars.Of(o.Beta1)).sub_((alpha * (direction * g).sum()).Over(n));
    }

    /// <summary>Into the coordinates of the projections (rows of proj_{dim} are the new coordinates), or back by the transposes.</summary>
    private static Tensor ChangeCoordinates(Tensor x, ParameterState state, bool forward) =>
        Axes.Multiply(x, Axes.WithMatrix(x), d =>
        {
            var proj = state[$"proj_{d}"];
            return forward || proj.ndim == 1 ? proj : proj.t();
        });
}
