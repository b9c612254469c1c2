using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Experiments;

[Trait(Once.Name, Once.Value)]
public class EveCainGoldenTests
{
    public static IEnumerable<object[]> EarlyRuns =>
        from seed in GoldenExperiment.Seeds
        from run in GoldenExperiment.Of(seed).Root.GetProperty("early").EnumerateObject()
        select new object[] { seed, run.Name };

    public static IEnumerable<object[]> WellConditionedEarlyRuns => EarlyRuns.Where(r => (string)r[1] != "ng_full_rng0");

    [Theory]
    [MemberData(nameof(EarlyRuns))]
    public void The_first_hundred_losses_are_the_golden_ones_in_float64(long seed, string run) =>
        CompareEarly(seed, run, "f64", ScalarType.Float64, 1e-9);

    [Theory]
    [MemberData(nameof(WellConditionedEarlyRuns))]
    public void The_first_hundred_losses_are_the_golden_ones_in_float32(long seed, string run) =>
        CompareEarly(seed, run, "f32", ScalarType.Float32, 1e-3);

    /// <summary>
    /// Some units of the network sit so near to zero that rounding decides whether they take part, and from there two
    /// float32 runs differ by per cents, even a float32 run and its float64 twin. So the golden float32 averages are
    /// compared with float64, which is the same on every machine, for as long as no such unit has decided (30 epochs
    /// at most).
    /// </summary>
    [Theory]
    [InlineData(1, "cain", 30)]
    [InlineData(42, "cain", 30)]
    [InlineData(1, "lg_meta0.1", 30)]
    [InlineData(1, "lg_lr0.1_meta0.003", 30)]
    [InlineData(42, "lg_meta0", 30)]
    [InlineData(42, "lg_twice", 30)]
    [InlineData(42, "lg_nosym_twice", 30)]
    [InlineData(42, "lg_lr0.1_meta0.003_nosym", 30)]
    [InlineData(1, "eve", 16)]
    [InlineData(42, "eve", 16)]
    [InlineData(42, "torch_adam", 16)]
    [InlineData(1, "torch_adamw", 13)]
    [InlineData(1, "lg", 13)]
    [InlineData(42, "lg", 10)]
    public void The_average_loss_at_the_start_of_each_epoch_is_the_golden_one(long seed, string run, int epochs)
    {
        var golden = GoldenExperiment.Of(seed);
        var expected = golden.Run(run).GetProperty("avg_loss_epoch_start").EnumerateArray().Select(e => e.GetDouble()).Take(epochs);
        var options = new EveCainOptions { Epochs = epochs, Dtype = ScalarType.Float64 };
        var actual = EveCainExperiment.Run(GoldenExperiment.Preset(run), golden.Data, options);
        Assert.Equal(epochs, actual.AvgLoss.Count);
        Assert.All(expected.Zip(actual.AvgLoss), (pair, epoch) => GoldenExperiment.AssertRelative(pair.First, pair.Second, 1e-3, $"epoch {epoch}"));
    }

    /// <summary>Uniform numbers, which are not those of the golden runs, are drawn from epoch 25 on.</summary>
    [Theory]
    [InlineData(1, "ng_diag10", 25)]
    [InlineData(42, "ng_diag10", 25)]
    [InlineData(1, "ng_diag10_fixedargs", 25)]
    [InlineData(1, "ng_full", 12)]
    public void NeutralGradient_starts_within_its_period_where_the_golden_run_did(long seed, string run, int epochs) =>
        The_average_loss_at_the_start_of_each_epoch_is_the_golden_one(seed, run, epochs);

    [Theory]
    [InlineData("eve", 2)]
    [InlineData("cain", 2)]
    [InlineData("lg", 2)]
    [InlineData("ng_full", 4)]
    public void A_whole_run_ends_near_the_golden_one(string run, double factor)
    {
        var golden = GoldenExperiment.Of(42);
        var actual = EveCainExperiment.Run(GoldenExperiment.Preset(run), golden.Data);
        var expected = golden.Run(run);
        var ratio = actual.Final / expected.GetProperty("final_avg_loss").GetDouble();
        Assert.InRange(ratio, 1 / factor, factor);
        Assert.Equal(150, actual.AvgLoss.Count);
        GoldenExperiment.AssertRelative(expected.GetProperty("last_lr")[0].GetDouble(), actual.LastLr, 1e-12, "last_lr");
        Assert.InRange(actual.EvalLoss / expected.GetProperty("final_eval_loss").GetDouble(), 0.5 / factor, 2 * factor);
        Assert.Equal(4, actual.Norms.Count);
        Assert.All(
            expected.GetProperty("final_norms").EnumerateArray().Zip(actual.Norms),
            pair => Assert.InRange(pair.Second / pair.First.GetDouble(), 0.5, 2));
        Assert.All(
            expected.GetProperty("log_stddev").EnumerateObject(),
            entry => Assert.InRange(actual.LogStddev[entry.Name], 0.75 * entry.Value.GetDouble() - 0.03, 1.25 * entry.Value.GetDouble() + 0.03));
    }

    /// <summary>The golden files know the draft's form alone: these losses are of benchmarks/pytorch/first_losses.py, on their models and pairs.</summary>
    [Theory]
    [InlineData(1, OptimizerPath.Reference)]
    [InlineData(1, OptimizerPath.Fast)]
    [InlineData(42, OptimizerPath.Reference)]
    [InlineData(42, OptimizerPath.Fast)]
    public void The_stable_forms_first_hundred_losses_are_PyTorchs_in_float64(long seed, OptimizerPath path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.Path("data", "results", "pytorch-stable.json")));
        var expected = file.RootElement.GetProperty("losses").GetProperty(seed.ToString(CultureInfo.InvariantCulture)).EnumerateArray().Select(l => l.GetDouble());
        var preset = Assert.Single(EveCainPresets.Select(["LearnedGradient"], ["stable"]));
        var losses = EveCainExperiment.EarlyLosses(preset, GoldenExperiment.Of(seed).Data, 100, ScalarType.Float64, path);
        Assert.Equal(100, losses.Count);
        Assert.All(expected.Zip(losses), (pair, step) => GoldenExperiment.AssertRelative(pair.First, pair.Second, 1e-9, $"step {step}"));
    }

    private static void CompareEarly(long seed, string run, string suffix, ScalarType dtype, double tolerance)
    {
        var golden = GoldenExperiment.Of(seed);
        var losses = EveCainExperiment.EarlyLosses(GoldenExperiment.Preset(run), golden.Data, 100, dtype);
        Assert.Equal(100, losses.Count);
        Assert.All(golden.Early(run, suffix).Zip(losses), (pair, step) => GoldenExperiment.AssertRelative(pair.First, pair.Second, tolerance, $"step {step}"));
    }
}
