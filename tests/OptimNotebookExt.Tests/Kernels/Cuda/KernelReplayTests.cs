using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Optimizers.Batches;
using OptimNotebookExt.Replay;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>The golden trajectories through the kernels for CUDA devices, compiled for the CPU.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelReplayTests
{
    public static TheoryData<string> Files => [.. DeviceKernels.Sources
        .SelectMany(name => Directory.GetFiles(Repository.Path("data", "golden"), $"{name}__*.json")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [GppTheory, MemberData(nameof(Files))]
    public void Every_trajectory_matches(string file)
    {
        var launchers = new List<CpuLauncher>();
        var target = new ReplayTarget(CPU, [OptimizerPath.Device]) { Kernels = CpuLauncher.Choice(CpuLauncher.Small, launchers.Add) };
        var results = GoldenReplay.Run(Repository.Path("data", "golden", file), target);

        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.True(result.Outcome == ReplayOutcome.Pass, result.Line(file)));
        Assert.Equal(results.Count, launchers.Count);
        Assert.All(launchers, l => Assert.Contains(l.Launched, kernel => kernel.EndsWith("_apply", StringComparison.Ordinal)));
    }
}
