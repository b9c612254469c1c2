using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Recording;

public sealed class OptimizerSnapshotTests
{
    public static TheoryData<int> Optimizers => OptimizerCase.Rows;

    [Theory, MemberData(nameof(Optimizers))]
    public void A_snapshot_outlives_optimizer_and_parameters_and_does_not_follow_them(int row)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [7]);
        var optimizer = OptimizerCase.All[row].Create(parameters);
        TestModels.SetGradients(parameters, 1);
        optimizer.step();
        var before = TestModels.Values(parameters);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var snapshot = optimizer.Snapshot();

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        optimizer.step();
        optimizer.Dispose();
        foreach (var (_, p) in parameters)
            p.Dispose();
        Assert.Equal(before, snapshot.Parameters.Select(p => p.Value.Values.ToArray()).ToArray());
        Assert.Equal(OptimizerCase.All[row].Name, snapshot.Optimizer);
        Assert.Equal(["p0", "p1"], snapshot.Parameters.Select(p => p.Name));
        Assert.All(snapshot.Parameters, p => Assert.Equal(1, p.Counts["step"]));
        Assert.Equal(OptimizerCase.All[row].Hyper[0].Value, snapshot.Groups[0].Options["lr"]);
    }

    [Fact]
    public void Above_the_limit_only_statistics_are_kept()
    {
        using var x = tensor(new[] { 1f, -3f, float.NaN, float.PositiveInfinity });
        var snapshot = TensorSnapshot.Of(x, elementLimit: 3);
        Assert.False(snapshot.HasValues);
        Assert.Equal(new TensorStatistics(4, 2, -3, 1, -1, Math.Sqrt(5)), snapshot.Statistics);
        Assert.Contains("higher element limit", Assert.Throws<InvalidOperationException>(() => snapshot.Values.ToArray()).Message, StringComparison.Ordinal);
        Assert.Equal("Float32 [4] min -3 max 1 mean -1 rms 2.236, 2 of 4 not finite", snapshot.ToString());
    }
}
