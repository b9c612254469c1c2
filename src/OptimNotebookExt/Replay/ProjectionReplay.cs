using System.Text.Json;
using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Replays <c>kernel__estimate_proj.json</c>: P where it is determined, else its shape.</summary>
internal static class ProjectionReplay
{
    internal static IEnumerable<ReplayResult> Run(JsonElement golden, Device device) => GoldenJson.Dtypes.Select(dtype =>
    {
        var comparison = new Comparison();
        foreach (var kernel in golden.EnumerateArray())
            Compare(kernel, comparison, dtype.Suffix, dtype.Type, device);
        return comparison.Result(dtype.Name);
    });

    internal static SpectrumSmoothing Smoothing(JsonElement kernel) => new(
        kernel.Field("param_pow").GetDouble(),
        kernel.Field("param_rel_eps").GetDouble(),
        kernel.Field("param_rel_max").GetDouble(),
        kernel.Field("param_reverse_cutoff").GetDouble());

    private static void Compare(JsonElement kernel, Comparison comparison, string suffix, ScalarType type, Device device)
    {
        using var scope = torch.NewDisposeScope();
        var id = kernel.Field("id").GetString()!;
        using var projection = ProjectionEstimator.Estimate(
            kernel.Field("G").ToSquare(type).to(device), kernel.Field("C").ToSquare(type).to(device), Smoothing(kernel));
        var floor = type == ScalarType.Float64 ? 1e-11 : 2e-5;

        if (kernel.Field("well_posed_" + suffix).GetBoolean())
        {
            if (kernel.TryGetProperty("P_" + suffix, out var p) && p.ValueKind == JsonValueKind.Array)
                comparison.Add(id + ".P", p.Doubles(), projection.P, Math.Max(floor, 30 * kernel.Field("info_" + suffix).Field("eigh_vs_svd_rel").GetDouble()));
        }
        else
        {
            comparison.Require(id + " finite", projection.P.isfinite().all().item<bool>());
            comparison.Require(id + " symmetric", projection.Check.SymmetryError <= 1e-12);
            if (type == ScalarType.Float64)
                comparison.Require(id + " smallest eigenvalue", projection.Check.MinEigenvalue >= -1e-10);
        }
        if (type == ScalarType.Float64 && kernel.TryGetProperty("C_smoothed_f64", out var c) && c.ValueKind == JsonValueKind.Array)
            comparison.Add(id + ".C_smoothed", c.Doubles(), projection.SmoothedC, floor);
    }
}
