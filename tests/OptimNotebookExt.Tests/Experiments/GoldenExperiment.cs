using System.Text.Json;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Tests.Experiments;

/// <summary>A golden experiment file, read once.</summary>
internal sealed class GoldenExperiment
{
    private static readonly Dictionary<long, Lazy<GoldenExperiment>> Files =
        new long[] { 1, 42 }.ToDictionary(seed => seed, seed => new Lazy<GoldenExperiment>(() => new GoldenExperiment(seed)));

    private GoldenExperiment(long seed)
    {
        Root = JsonDocument.Parse(File.ReadAllText(PathOf(seed))).RootElement;
        Data = EveCainData.Load(PathOf(seed));
    }

    internal static IEnumerable<long> Seeds => Files.Keys;

    internal JsonElement Root { get; }

    internal EveCainData Data { get; }

    internal static GoldenExperiment Of(long seed) => Files[seed].Value;

    internal static string PathOf(long seed) => Repository.Path("data", "golden", $"experiment_seed{seed}.json");

    internal static EveCainPreset Preset(string golden) => EveCainPresets.All.Single(p => p.GoldenName == golden);

    internal double[] Early(string run, string dtype) =>
        [.. Root.GetProperty("early").GetProperty(run).GetProperty($"loss_{dtype}").EnumerateArray().Select(e => e.GetDouble())];

    internal JsonElement Run(string run) => Root.GetProperty("runs").GetProperty(run);

    internal static void AssertRelative(double expected, double actual, double tolerance, string what) =>
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * Math.Abs(expected),
            FormattableString.Invariant($"{what}: expected {expected:G9}, got {actual:G9}, relative {Math.Abs(actual / expected - 1):G3}"));
}
