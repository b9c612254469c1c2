using System.Text.Json;
using OptimNotebookExt.Experiments.EveCain;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Replays the first losses (<c>early</c>) of an experiment file with every preset the package has.</summary>
internal static class ExperimentReplay
{
    /// <summary>In float32 the early re-estimates of this run are ill-conditioned.</summary>
    private const string OnlyFloat64 = "ng_full_rng0";

    internal static IEnumerable<ReplayResult> Run(JsonElement golden, string file, ReplayTarget target)
    {
        var data = EveCainDataReader.Read(golden, file);
        foreach (var (dtype, suffix, type) in GoldenJson.Dtypes)
        {
            var comparison = new Comparison();
            foreach (var run in golden.Field("early").EnumerateObject())
            {
                if (!run.Value.TryGetProperty("loss_" + suffix, out var losses)
                    || EveCainPresets.All.FirstOrDefault(p => p.GoldenName == run.Name) is not { } preset
                    || (type == ScalarType.Float32 && run.Name == OnlyFloat64))
                    continue;
                var expected = losses.Doubles();
                var actual = EveCainExperiment.EarlyLosses(preset, data, expected.Length, new EveCainOptions { Dtype = type, Device = target.Device.type == TorchSharp.DeviceType.CUDA ? "cuda" : "cpu" });
                var tolerance = type == ScalarType.Float64 ? 1e-9 : 1e-3;
                for (var step = 0; step < expected.Length; step++)
                    comparison.Add($"{run.Name} step {step}", [expected[step]], [actual[step]], tolerance);
            }
            yield return comparison.Result(dtype);
        }
    }
}
