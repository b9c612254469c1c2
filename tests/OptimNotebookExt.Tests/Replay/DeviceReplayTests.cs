using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Replay;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Replay;

/// <summary>The golden trajectories through the device path, on parameters in main memory.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class DeviceReplayTests
{
    public static TheoryData<string> Files => [.. OptimizerCatalog.All.Where(i => i.Paths.Contains(OptimizerPath.Device))
        .SelectMany(i => Directory.GetFiles(Repository.Path("data", "golden"), $"{i.Name}__*.json")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void Every_trajectory_matches(string file)
    {
        var results = GoldenReplay.Run(Repository.Path("data", "golden", file), new ReplayTarget(CPU, [OptimizerPath.Device]));

        Assert.NotEmpty(results);
        foreach (var result in results)
        {
            var expected = file == "NeutralGradient__wide.json" && result.Dtype == "float32" ? ReplayOutcome.Info : ReplayOutcome.Pass;
            Assert.True(expected == result.Outcome, result.Line(file));
            Assert.Equal("device", result.Path);
        }
    }
}
