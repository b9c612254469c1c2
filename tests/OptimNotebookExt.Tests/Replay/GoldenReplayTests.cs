using System.Text.Json.Nodes;
using OptimNotebookExt.Replay;
using TorchSharp;
using Xunit.Abstractions;

namespace OptimNotebookExt.Tests.Replay;

public sealed class GoldenReplayTests(ITestOutputHelper output)
{
    /// <summary>Verdicts that are not PASS, each with its reason in golden/README.md.</summary>
    private static readonly string[] NotCompared = ["NeutralGradient__wide.json reference float32", "NeutralGradient__wide.json fast float32"];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.Path("data", "golden"), "*.json")
        .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_golden_file_matches(string file)
    {
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var results = GoldenReplay.Run(Repository.Path("data", "golden", file));

        Assert.NotEmpty(results);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        foreach (var result in results)
        {
            var line = result.Line(file);
            output.WriteLine(line);
            var expected = NotCompared.Any(n => line.StartsWith(n, StringComparison.Ordinal)) ? ReplayOutcome.Info : ReplayOutcome.Pass;
            Assert.True(expected == result.Outcome, line);
        }
    }

    public static TheoryData<string, Action<JsonNode>> Changes => new()
    {
        { "a parameter", file => file["params"]![4]!["init"]![0] = file["params"]![4]!["init"]![0]!.GetValue<double>() + 1e-9 },
        { "a missing gradient", file => file["grads"]![7]![5] = null },
        { "a state name", file => file["records_f64"]!["39"]!["state"]![5]!["exp_avg_cubed"] = 0 },
        { "a step count", file => file["records_f64"]!["39"]!["state"]![5]!["step"] = 39 },
        { "an option", file => file["hyper"]!["lr"] = 1.0000001e-3 },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_file_fails(string what, Action<JsonNode> change)
    {
        var golden = JsonNode.Parse(File.ReadAllText(Repository.Path("data", "golden", "Eve__default.json")))!;
        change(golden);
        using var folder = new TemporaryFolder();
        var file = folder.Write("changed.json", golden.ToJsonString());

        Assert.True(GoldenReplay.Run(file).Any(r => r.Outcome == ReplayOutcome.Fail), $"{what} was changed, but nothing failed.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"grads\": 3}")]
    [InlineData("{\"optimizer\": \"Eve\", \"grads\": []}")]
    public void A_file_that_is_not_golden_data_is_named(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("other.json", text);

        var error = Assert.Throws<InvalidDataException>(() => GoldenReplay.Run(file));

        Assert.Contains("other.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_non_finite_value_fails_even_where_everything_else_is_exact()
    {
        var comparison = new Comparison();
        comparison.Add("x", [1, 2], [1, double.NaN], 0.5);
        Assert.False(comparison.Passed);

        var zeros = new Comparison();
        zeros.Add("x", [0, 0], [0, 1e-300], 0.5);
        Assert.False(zeros.Passed);
        Assert.False(new Comparison().Passed);
    }
}
