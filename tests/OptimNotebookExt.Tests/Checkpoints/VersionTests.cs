using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Contract;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>
/// Files of every version that was released keep loading: <c>data/state/v1</c> holds one of each optimizer, written after
/// 27 steps. OPTIM_WRITE_STATE=1 writes them anew, for an optimizer or a version that has none yet.
/// </summary>
public sealed class VersionTests
{
    public static TheoryData<string> Names => [.. OptimizerCatalog.All.Select(i => i.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_file_of_version_1_is_read_and_the_run_goes_on(string name)
    {
        var c = ContractCase.Of($"{name}/Reference/Float64/cpu");
        using var fresh = new SavedRun(c);
        fresh.Run(27);
        var path = Repository.Path("data", "state", "v1", $"{name}.safetensors");
        if (Environment.GetEnvironmentVariable("OPTIM_WRITE_STATE") == "1")
            fresh.Save(path);
        using var resumed = new SavedRun(c, seed: 9);

        Assert.Equal(name, Checkpoint.Load(path, resumed.Optimizer, resumed.Schedule, resumed.History).Optimizer);
        AssertClose(fresh.Everything(), resumed.Everything());

        resumed.Load(path);
        fresh.Run(10);
        resumed.Run(10);
        AssertClose(fresh.Everything(), resumed.Everything());
    }

    /// <summary>Another machine sums in another order, and a projection's rows may differ in sign or order.</summary>
    private static void AssertClose(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        string[] keys = [.. expected.Keys.Where(k => !k.Contains("proj_", StringComparison.Ordinal) && !k.Contains("exp_avg_sq", StringComparison.Ordinal) && !k.Contains("dominating", StringComparison.Ordinal))];
        foreach (var key in keys)
        {
            var scale = expected[key].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            Assert.Equal(expected[key].Length, actual[key].Length);
            Assert.All(expected[key].Zip(actual[key]), p => Assert.True(p.First.Equals(p.Second) || Math.Abs(p.First - p.Second) <= 1e-6 * scale, $"{key}: {p.First:R} and {p.Second:R}"));
        }
    }
}
