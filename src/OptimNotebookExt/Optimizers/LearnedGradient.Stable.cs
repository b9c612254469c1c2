using System.Runtime.InteropServices;
using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>
/// The stable form, line by line. Every T steps the mean g' of the last T gradients is held against the step y that the
/// matrices would have made of the momentum before them; the matrices then go where ⟨g', y⟩/‖y‖ grows.
/// </content>
public sealed partial class LearnedGradient
{
    private static readonly HashSet<string> StableReadings = ["objective", "agreement"];

    /// <summary>What is kept for views alone; no step reads it.</summary>
    internal override IReadOnlySet<string> Readings => StableReadings;

    private static void CreateStable(LearnedGradientStableOptions o, ParameterState state, int[] dims)
    {
        if (dims.Length == 0)
            return;
        var p = state.Parameter;
        state.SetCount("nup", 0);
        state["gsum"] = zeros_like(p);
        state["snap"] = zeros_like(p);
        state["objective"] = zeros([], dtype: p.dtype, device: p.device);
        state["agreement"] = zeros([], dtype: p.dtype, device: p.device);
        foreach (var d in dims)
        {
            foreach (var name in o.Base == 0 || o.Rotated ? (string[])["K", "B"] : ["K", "B", "P"])
                state[$"{name}_{d}"] = eye(p.shape[d], dtype: p.dtype, device: p.device);
        }
        if (o.Forget != 0)
            Forgetting.Create(state);
        if (o.Base != 0 && o.Rotated)
            RotatedBase.Create(state, dims);
        if (o.Base != 0)
            CreateCovariances(state, dims);
    }

    /// <summary>Whether this step updates the matrices.</summary>
    private static bool IsDue(LearnedGradientStableOptions o, ParameterState state) =>
        state.IsCreated && state.Step > 0 && state.Step % o.Period == 0;

    /// <summary>Whether only an update of the matrices writes this entry.</summary>
    private static bool IsMadeByUpdate(string name) => name is "snap" or "objective" or "agreement" or RotatedBase.Scale or Forgetting.Rate
        || name.StartsWith("Q_", StringComparison.Ordinal)
        || name.StartsWith("lr_", StringComparison.Ordinal) || name.StartsWith("K_", StringComparison.Ordinal)
        || name.StartsWith("P_", StringComparison.Ordinal) || name.StartsWith("B_", StringComparison.Ordinal);

    /// <summary>Takes the gradient in, and every T steps updates the matrices; exp_avg does not hold the gradient yet.</summary>
    private void LearnStable(LearnedGradientStableOptions o, ParameterState state, Tensor g)
    {
        var dims = Axes.WithMatrix(g);
        if (dims.Length == 0)
            return;
        state.Tracer.Line("gsum", "a += g", state["gsum"].Increase(g));
        foreach (var d in dims.Where(d => state.Has($"grad_cov_{d}")))
        {
            var covariance = state[$"grad_cov_{d}"].mul_(Scalars.Of(o.CovBeta)).add_(Axes.Scatter(g, d), alpha: Scalars.Of(1 - o.CovBeta));
            state.Tracer.Line("grad_cov", d, "C_dim = grad_cov_dim = cov_beta·C_dim + (1 - cov_beta)·G_dimᵀG_dim", covariance);
        }
        if (RotatedBase.IsIn(state))
        {
            var turned = RotatedBase.Turned(state, dims, g);
            state.Tracer.Line(RotatedBase.SecondMoment, "V = cov_beta·V + (1 - cov_beta)·(g ×_dim Q_dimᵀ)²", state[RotatedBase.SecondMoment].mul_(Scalars.Of(o.CovBeta)).addcmul_(turned, turned, value: Scalars.Of(1 - o.CovBeta)));
        }
        if (!IsDue(o, state))
            return;

        var updates = state.Count("nup");
        if (o.Eta != 0 && updates > 0)
            LearnFactors(o, state, dims);
        if (updates % o.EigEvery == 0)
            EstimateBases(o, state, dims);
        if (RotatedBase.IsIn(state))
            state.Tracer.Line(RotatedBase.Scale, "R = Q·scale·Qᵀ, scale = (V/mean(V) + base_eps²)^(-base/2)", state[RotatedBase.Scale].copy_(RotatedBase.ScaleOf(o, state[RotatedBase.SecondMoment].unsqueeze(0)).squeeze(0)));
        foreach (var d in dims)
            Compose(state, d);
        state.Tracer.Line("snap", "s = exp_avg;  a = 0", state["snap"].copy_(state["exp_avg"]));
        state["gsum"].zero_();
        if (Forgetting.IsIn(state))
            state[Forgetting.Rate].copy_(Forgetting.Now(o, state[Forgetting.Rate]));
        state.SetCount("nup", updates + 1);
    }

    /// <summary>One step of every K_{dim}, all from derivatives taken at the old matrices.</summary>
    private static void LearnFactors(LearnedGradientStableOptions o, ParameterState state, int[] dims)
    {
        var mean = state.Tracer.Line("held_out_mean", "g' = a/T, the mean of the last T gradients", state["gsum"].Over(o.Period));
        if (HeldOutGradient.Compute(Checked(state, "snap", state.Shape), mean, dims.ToDictionary(d => d, d => Matrix(state, "lr", d)), state.Tracer, Root(state, dims)) is not { } heldOut)
            return;
        state["objective"].copy_(heldOut.Objective);
        state["agreement"].copy_(heldOut.Agreement);
        CountDirections(state, heldOut.Step, state["snap"]);
        var kept = Forgetting.IsIn(state)
            ? state.Tracer.Line("kept", "1-α' = (1-α)·min(1, lr/snap_lr)^forget", Forgetting.Kept(o, Checked(state, Forgetting.Rate, [])))
            : null;
        foreach (var d in dims)
        {
            var x = LearnedFactor.Derivative(Matrix(state, "B", d), heldOut.M[d]);
            state.Tracer.Line("meta_x", d, "X_dim = sym(B_dimᵀ M_dim B_dim) - I·(mean diagonal)", x);
            var norm = LearnedFactor.Norm(x);
            if (norm.to(ScalarType.Float64).item<double>() == 0)
                continue;
            var y = state.Tracer.Line("meta_y", d, "Y_dim = (η/2)·X_dim/‖X_dim‖", x * norm.Under(o.Eta / 2));
            var (factor, info) = linalg.cholesky_ex(kept is null ? LearnedFactor.Updated(Matrix(state, "K", d), y, o.Shrink) : LearnedFactor.Updated(Matrix(state, "K", d), y, kept));
            // A Cholesky decomposition breaks down at a NaN as well.
            if (info.item<int>() == 0 && factor.isfinite().all().item<bool>())
                state.Tracer.Line("K", d, kept is null ? "K_dim = chol((1-α)·N + α·I), N = K_dim·exp(Y_dim) times its transpose, mean diagonal 1" : "K_dim = chol((1-α')·N + α'·I), N = K_dim·exp(Y_dim) times its transpose, mean diagonal 1", state[$"K_{d}"].copy_(factor));
            else
                CountKept(state);
        }
    }

    /// <summary>B_{dim} and lr_{dim} from P_{dim} and K_{dim}; what is not finite is not used.</summary>
    private static void Compose(ParameterState state, int d)
    {
        var k = Matrix(state, "K", d);
        var (b, lr) = LearnedFactor.Scaled(state.Has($"P_{d}") ? matmul(Matrix(state, "P", d), k) : k);
        if (!lr.isfinite().all().item<bool>())
        {
            CountKept(state);
            return;
        }
        state.Tracer.Line("B", d, "B_dim = P_dim·K_dim, scaled so that lr_dim has mean diagonal 1", state[$"B_{d}"].copy_(b));
        state.Tracer.Line("lr", d, "lr_dim = B_dim·B_dimᵀ", state[$"lr_{d}"].copy_(lr));
    }

    /// <summary>New P_{dim} of every axis; where that fails, the previous one stays, for so often as the policy says.</summary>
    private void EstimateBases(LearnedGradientStableOptions o, ParameterState state, int[] dims)
    {
        string? failure = null;
        var rotated = RotatedBase.IsIn(state);
        foreach (var d in dims.Where(d => state.Has($"grad_cov_{d}")))
        {
            if (NewBase(o, rotated, state[$"grad_cov_{d}"], ref failure) is not { } made)
                continue;
            if (!rotated)
            {
                state.Tracer.Line("P", d, "P_dim = (C_dim/(mean diagonal) + base_eps·I)^(-base/2)", state[$"P_{d}"].copy_(made));
                continue;
            }
            var secondMoment = state[RotatedBase.SecondMoment];
            secondMoment.copy_(Axes.Multiply(secondMoment, RotatedBase.Mixing(Matrix(state, "Q", d), made), d));
            state.Tracer.Line(RotatedBase.SecondMoment, "V ×_dim (Q_dimᵀ(new)·Q_dim(old))², elementwise squares", secondMoment);
            state.Tracer.Line("Q", d, "Q_dim: eigenvectors of C_dim", state[$"Q_{d}"].copy_(made));
        }
        CountBases(state, failure);
    }

    /// <summary>
    /// In the matrix' own precision, else in float64; null where there was no gradient yet, or where neither gives numbers:
    /// then the failure says why.
    /// </summary>
    internal static Tensor? NewBase(LearnedGradientStableOptions o, bool rotated, Tensor covariance, ref string? failure)
    {
        var mean = LearnedFactor.MeanDiagonal(covariance);
        if (mean.to(ScalarType.Float64).item<double>() == 0)
            return null;
        covariance = covariance / mean;
        if (!covariance.isfinite().all().item<bool>())
        {
            failure = "the covariance of the gradients is not finite";
            return null;
        }
        var reason = "the base is not finite";
        foreach (var type in new[] { covariance.dtype, ScalarType.Float64 })
        {
            try
            {
                var p = LearnedFactor.Base(covariance.to(type), rotated, o).to(covariance.dtype);
                if (p.isfinite().all().item<bool>())
                    return p;
            }
            catch (ExternalException e)
            {
                reason = e.Message.Split('\n')[0];
            }
        }
        failure = reason;
        return null;
    }

    internal void CountBases(ParameterState state, string? failure)
    {
        if (failure is null)
            CountDecomposition(state);
        else
            CountFailedDecomposition(state, "base", failure, "a larger base_eps, or base 0");
    }

    /// <summary>R, where the base is one.</summary>
    private static Func<Tensor, Tensor>? Root(ParameterState state, int[] dims) =>
        RotatedBase.IsIn(state) ? x => RotatedBase.Apply(state, dims, x) : null;

    private static Tensor Matrix(ParameterState state, string name, int d) => Checked(state, $"{name}_{d}", [state.Shape[d], state.Shape[d]]);

    /// <summary>An entry of the state; what matmul refuses would end the process, as TorchSharp 0.107.0 does not catch its errors.</summary>
    private static Tensor Checked(ParameterState state, string name, long[] shape)
    {
        var entry = state[name];
        return entry.dtype == state.Dtype && entry.shape.AsSpan().SequenceEqual(shape)
            ? entry
            : throw new InvalidOperationException($"the state {name} is {entry.dtype} [{string.Join(", ", entry.shape)}], where {state.Dtype} [{string.Join(", ", shape)}] is expected: load a state that belongs to the parameter.");
    }

    /// <summary>Counts whether the step that the matrices made of a momentum has collapsed to one direction.</summary>
    private static void CountDirections(ParameterState state, Tensor step, Tensor momentum)
    {
        using var temporaries = NewDisposeScope();
        state.Failures = state.Failures.WithUpdate(StepDirections.AreOne(step.unsqueeze(0), momentum.unsqueeze(0)).item<bool>());
    }

    /// <summary>A new matrix was not positive definite in its precision, or not finite: the previous one stays.</summary>
    private static void CountKept(ParameterState state) => state.Failures = state.Failures with
    {
        LostDefiniteness = state.Failures.LostDefiniteness + 1,
        KeptMatrices = state.Failures.KeptMatrices + 1,
    };
}
