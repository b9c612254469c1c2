using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Replays <c>&lt;Optimizer&gt;__&lt;case&gt;.json</c>: the same parameters and gradients, step by step.</summary>
internal static class TrajectoryReplay
{
    /// <summary>Above this tolerance NeutralGradient in float32 is too ill-conditioned to compare.</summary>
    private const double LargestUsefulTolerance = 5e-2;

    private static readonly OptimizerPath[] Paths = [OptimizerPath.Reference, OptimizerPath.Fast];

    internal static IEnumerable<ReplayResult> Run(JsonElement golden)
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
            foreach (var path in Paths)
            {
                if (Run(golden, entry, path, records, dtype, suffix, type) is { } result)
                    yield return result;
            }
        }
    }

    /// <summary>Null where the optimizer does not have the path.</summary>
    private static ReplayResult? Run(JsonElement golden, OptimizerEntry entry, OptimizerPath path, JsonElement records, string dtype, string suffix, ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var parameters = golden.Field("params").EnumerateArray().Select(p => (
            Name: p.Field("name").GetString()!,
            Parameter: new Parameter(p.Field("init").ToTensor(type, p.Field("shape").Longs())))).ToArray();
        using var optimizer = entry.Create(parameters, Options(entry, golden.Field("hyper")), Draws(golden));
        if (path == OptimizerPath.Fast && !optimizer.HasFastPath)
            return null;
        optimizer.Path = path;
        var pathName = path.ToString().ToLowerInvariant();
        var tolerance = golden.Field("tolerance_rel").Field(suffix).GetDouble();
        var onlyFinite = entry.Name == nameof(NeutralGradient) && type == ScalarType.Float32 && tolerance > LargestUsefulTolerance;

        var comparison = new Comparison();
        var schedule = golden.TryGetProperty("lr_schedule", out var lrs) ? lrs.Doubles() : null;
        var step = 0;
        foreach (var gradients in golden.Field("grads").EnumerateArray())
        {
            if (schedule is not null)
                optimizer.ParamGroups.Single().LearningRate = schedule[step];
            Apply(gradients, parameters, type);
            optimizer.step();
            if (records.TryGetProperty(step.ToString(CultureInfo.InvariantCulture), out var record))
                new RecordCheck(comparison, optimizer, step, type, tolerance, onlyFinite).Compare(record);
            step++;
        }
        return onlyFinite && comparison.Passed
            ? ReplayResult.Info(pathName, dtype, "ill-conditioned: only finiteness and whole numbers were checked")
            : comparison.Result(dtype, pathName);
    }

    private static void Apply(JsonElement gradients, (string Name, Parameter Parameter)[] parameters, ScalarType type)
    {
        foreach (var (gradient, (_, parameter)) in gradients.EnumerateArray().Zip(parameters))
        {
            using var old = parameter.grad;
            using var fresh = gradient.ValueKind == JsonValueKind.Null ? null : gradient.ToTensor(type, parameter.shape);
            parameter.grad = fresh;
        }
    }

    private static ResearchOptions Options(OptimizerEntry entry, JsonElement hyper)
    {
        var options = entry.NewOptions();
        foreach (var property in hyper.EnumerateObject())
        {
            if (property.Name == "betas")
            {
                foreach (var (beta, i) in property.Value.Doubles().Select((b, i) => (b, i)))
                    options[$"beta{i + 1}"] = beta;
            }
            else
            {
                options[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.True => 1,
                    JsonValueKind.False => 0,
                    _ => property.Value.GetDouble(),
                };
            }
        }
        return options;
    }

    private static GoldenDraws? Draws(JsonElement golden) => golden.TryGetProperty("rng_ints", out var integers)
        ? new GoldenDraws(integers.Longs(), golden.Field("rng_uniforms").Doubles())
        : null;
}
