using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Replays <c>&lt;Optimizer&gt;__&lt;case&gt;.json</c>: the same parameters and gradients, step by step.</summary>
internal static class TrajectoryReplay
{
    /// <summary>Above this tolerance NeutralGradient in float32 is too ill-conditioned to compare.</summary>
    private const double LargestUsefulTolerance = 5e-2;

    internal static IEnumerable<ReplayResult> Run(JsonElement golden, ReplayTarget target)
    {
        var name = golden.Field("optimizer").GetString()!;
        if (!GoldenJson.Dtypes.Any(d => golden.TryGetProperty("records_" + d.Suffix, out _)))
            throw new InvalidDataException("it has neither records_f64 nor records_f32.");
        foreach (var (dtype, suffix, type) in GoldenJson.Dtypes)
        {
            if (!golden.TryGetProperty("records_" + suffix, out var records))
                continue;
            if (!OptimizerCatalog.TryGet(name, out var entry))
            {
                yield return ReplayResult.Info("reference", dtype, $"{name} is not supported yet");
                continue;
            }
            foreach (var path in target.Paths)
            {
                if (Run(golden, entry, target, path, records, dtype, suffix, type) is { } result)
                    yield return result;
            }
        }
    }

    /// <summary>Null where the optimizer does not have the path.</summary>
    private static ReplayResult? Run(JsonElement golden, OptimizerInfo entry, ReplayTarget target, OptimizerPath path, JsonElement records, string dtype, string suffix, ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        using var trajectory = new Trajectory(golden, entry, type, target.Device);
        if (!ReplayTarget.Has(trajectory.Optimizer, path))
            return null;
        trajectory.Optimizer.Path = path;
        trajectory.Optimizer.Kernels = target.Kernels ?? trajectory.Optimizer.Kernels;
        var pathName = path.ToString().ToLowerInvariant();
        var tolerance = golden.Field("tolerance_rel").Field(suffix).GetDouble();
        var onlyFinite = entry.Name == nameof(NeutralGradient) && type == ScalarType.Float32 && tolerance > LargestUsefulTolerance;

        var comparison = new Comparison();
        for (var step = 0; step < trajectory.Length; step++)
        {
            trajectory.Prepare(step);
            trajectory.Optimizer.step();
            if (records.TryGetProperty(step.ToString(CultureInfo.InvariantCulture), out var record))
                new RecordCheck(comparison, trajectory.Optimizer, step, type, tolerance, onlyFinite).Compare(record);
        }
        return onlyFinite && comparison.Passed
            ? ReplayResult.Info(pathName, dtype, "ill-conditioned: only finiteness and whole numbers were checked")
            : comparison.Result(dtype, pathName);
    }
}
