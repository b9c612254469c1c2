using System.Runtime.InteropServices;
using OptimNotebookExt.Projections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>The projections: gathering statistics and estimating from them.</content>
public sealed partial class NeutralGradient
{
    private protected override bool MayWrite(ResearchOptions options, ParameterState state, string name) =>
        !IsMadeByEstimate(name) || state.Count("step_within_period") == ((NeutralGradientOptions)options).EstimatePeriod;

    /// <summary>Statistics are held only while they are gathered.</summary>
    internal override (long[] Shape, ScalarType Dtype)? PassingEntry(string name, IReadOnlyDictionary<string, (long[] Shape, ScalarType Dtype)> entries) =>
        name.StartsWith("grad_cov_", StringComparison.Ordinal) && entries.TryGetValue($"param_cov_{name["grad_cov_".Length..]}", out var covariance) ? covariance : null;

    /// <summary>Sums the gradient's outer products on every axis with a full matrix. Source: <c>_store_grad_stats</c>.</summary>
    private static void StoreGradStats(NeutralGradientOptions o, ParameterState state, Tensor g)
    {
        foreach (var d in Axes.WithMatrix(g).Where(d => g.shape[d] <= o.MaxFullcovSize))
        {
            var count = $"grad_cov_count_{d}";
            if (!state.Has($"grad_cov_{d}"))
            {
                state[$"grad_cov_{d}"] = zeros(g.shape[d], g.shape[d], dtype: g.dtype, device: g.device);
                state.SetCount(count, 0);
            }
            state.Tracer.Line("grad_cov", d, "grad_cov_dim += G_dimᵀG_dim", state[$"grad_cov_{d}"].Increase(Axes.Scatter(g, d)));
            state.SetCount(count, state.Count(count) + g.numel() / g.shape[d]);
        }
    }

    /// <summary>
    /// New projections on every axis from the gathered statistics. Source: <c>_estimate_projections</c>. Where neither
    /// decomposition gives any, the previous projections stay for another period.
    /// </summary>
    internal void EstimateProjections(NeutralGradientOptions o, ParameterState state, Parameter p)
    {
        var before = new StateJournal(state, IsMadeByEstimate, withParameter: false);
        // The eigensolver works in float64 already; the SVD is another algorithm, on the same matrices.
        var failure = Attempt(ProjectionSolver.Eigen) is null ? null : Attempt(ProjectionSolver.Svd);
        foreach (var d in Axes.WithMatrix(p))
            state.Release($"grad_cov_{d}");
        if (failure is null)
            CountDecomposition(state);
        else
            CountFailedDecomposition(state, "projections", failure, "a larger param_rel_eps, or a max_fullcov_size below the parameter's axes");
        state["exp_avg_sq"].zero_();
        state["scalar_exp_avg_sq"].zero_();

        string? Attempt(ProjectionSolver solver)
        {
            try
            {
                Estimate(o, state, p, solver);
                if (state.TensorNames.Where(IsMadeByEstimate).All(n => state[n].isfinite().all().item<bool>()))
                    return null;
                before.Restore();
                return "the projections are not finite";
            }
            catch (ExternalException e)
            {
                before.Restore();
                return e.Message.Split('\n')[0];
            }
        }
    }

    private static bool IsMadeByEstimate(string name) =>
        name.StartsWith("proj_", StringComparison.Ordinal) || name.StartsWith("param_cov_", StringComparison.Ordinal);

    /// <summary>What a re-estimate writes, with the statistics it uses up.</summary>
    internal static bool IsWrittenByEstimate(string name) =>
        IsMadeByEstimate(name) || name.StartsWith("grad_cov_", StringComparison.Ordinal) || name is "exp_avg_sq" or "scalar_exp_avg_sq";

    private static void Estimate(NeutralGradientOptions o, ParameterState state, Parameter p, ProjectionSolver solver)
    {
        foreach (var d in Axes.WithMatrix(p))
        {
            var proj = state[$"proj_{d}"];
            if (proj.ndim == 1)
            {
                proj.fill_(Scalars.One);
                continue;
            }
            // In float64 also for float32 parameters: the eigenvectors of P's small eigenvalues are lost in float32
            // (golden case NeutralGradient__base: parameters off by 3 % after 40 steps, against 4e-5 this way).
            var grad_cov = state[$"grad_cov_{d}"].to(ScalarType.Float64).Over(state.Count($"grad_cov_count_{d}"));
            var current = Axes.Covariance(p, d);
            var param_cov = state[$"param_cov_{d}"].mul_(Scalars.Of(o.Beta3))
                .add_(current / Axes.MeanDiagonal(current).Plus(1e-20), alpha: Scalars.Of(1 - o.Beta3));
            var smoothing = Smoothing(o, p, d, o.ParamPow / o.GradPow);
            var P = ProjectionEstimator.EstimateP(grad_cov, param_cov.to(ScalarType.Float64), smoothing, solver, p.dtype);
            state.Tracer.Line("estimate_G", d, "G = grad_cov_dim/grad_cov_count_dim", grad_cov);
            state.Tracer.Line("param_cov", d, "C = param_cov_dim = β3·param_cov_dim + (1-β3)·P_dimᵀP_dim/rows, mean diagonal 1", param_cov);
            state.Tracer.Line("estimate_P", d, "P from P·G·P = C (smoothed)", P);
            proj.copy_(ProjectionBasis.Of(P, proj, solver, o.BasisTolerance).t());
        }
        EstimateParamScale(o, state, p);
    }

    /// <summary>Scales the rows of every proj_{dim} by the smoothed rms of the rotated parameter. Source: <c>_estimate_param_scale</c>.</summary>
    private static void EstimateParamScale(NeutralGradientOptions o, ParameterState state, Parameter p)
    {
        var (pow, eps) = ScaleArguments(o);
        var rotated = ChangeCoordinates(p, state, forward: true);
        foreach (var (d, variances) in ParameterScale.Variances(rotated, Axes.WithMatrix(p), eps * eps, o.ParamRelEps))
        {
            var rms = Smoothing(o, p, d, pow).Apply(variances).sqrt();
            var proj = state[$"proj_{d}"];
            proj.mul_(proj.ndim == 1 ? rms : rms.unsqueeze(-1));
            state.Tracer.Line("proj", d, "proj_dim = Uᵀ of P, rows times the smoothed rms of the rotated parameter", proj);
        }
    }

    /// <summary>The published code passes these two exchanged, and was tuned with it (N01).</summary>
    internal static (double Pow, double Eps) ScaleArguments(NeutralGradientOptions o) =>
        o.FixParamScaleArgs ? (o.ParamPow, o.ParamEps) : (o.ParamEps, o.ParamPow);

    /// <summary>Large variances are pushed down only where the axis has enough rows to estimate them.</summary>
    internal static SpectrumSmoothing Smoothing(NeutralGradientOptions o, long rows, long size, double pow)
    {
        var cutoff = rows > size / 4 ? o.ParamReverseCutoff : SpectrumSmoothing.NoCutoff;
        return new SpectrumSmoothing(pow, o.ParamRelEps, o.ParamRelMax, cutoff);
    }

    private static SpectrumSmoothing Smoothing(NeutralGradientOptions o, Parameter p, int dim, double pow) =>
        Smoothing(o, p.numel() / p.shape[dim], p.shape[dim], pow);
}
