using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>The draft's experiment made small: 8 features, 12 hidden units, 4 pairs.</summary>
internal static class ExampleExperiment
{
    private static readonly EveCainShape Shape = new(Features: 8, Hidden: 12, Pairs: 4);

    internal static RunManifest Manifest { get; } = new()
    {
        Package = "0.1.0",
        Commit = "3f2c9d1",
        TorchSharp = "0.107.0",
        Libtorch = "2.10.0",
        DotNet = ".NET 10.0.1",
        Os = "Debian GNU/Linux 12 (X64)",
        Processors = 2,
        Threads = 1,
        Device = "cpu",
        Seeds = [42, 1, 2],
        CommandLine = "optimnb experiment eve-cain --seeds 42,1,2 --json results.json",
        Date = new DateTimeOffset(2026, 11, 23, 8, 30, 0, TimeSpan.Zero),
    };

    internal static EveCainResults Run()
    {
        var options = new EveCainOptions { Epochs = 110, Dtype = TorchSharp.torch.ScalarType.Float64 };
        var data = Manifest.Seeds.Select(seed => new EveCainData(seed, "generated", Shape, model => EveCainGenerator.Generate(seed, model, Shape))).ToArray();
        var presets = EveCainPresets.Select(["Eve", "Cain", "NeutralGradient"], []);
        // Times differ from run to run; the example's do not.
        return new EveCainResults([.. presets.SelectMany(p => data.Select(d => EveCainExperiment.Run(p, d, options) with { WallSeconds = 0.5 }))], Manifest);
    }
}
