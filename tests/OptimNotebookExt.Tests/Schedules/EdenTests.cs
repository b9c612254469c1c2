using System.Text.Json;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Schedules;

public class EdenTests
{
    private const double Tolerance = 1e-12;

    private static Parameter NewParameter() => new(ones(2, 3));

    private static double Lr(optim.Optimizer optimizer, int group = 0) => optimizer.ParamGroups.ElementAt(group).LearningRate;

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * expected, FormattableString.Invariant($"expected {expected:G17}, got {actual:G17}"));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.GetArrayLength())];

    private static JsonElement Golden { get; } =
        JsonDocument.Parse(File.ReadAllText(Repository.Path("data", "golden", "Eden.json"))).RootElement;

    private static (Eden Schedule, Eve Optimizer) Make(JsonElement golden)
    {
        var optimizer = new Eve([NewParameter()], lr: golden.GetProperty("base_lr").GetDouble());
        var (lr_batches, lr_epochs) = (golden.GetProperty("lr_batches").GetDouble(), golden.GetProperty("lr_epochs").GetDouble());
        return (new Eden(optimizer, lr_batches, lr_epochs), optimizer);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_golden_table_of_counts_is_met(int index)
    {
        var (schedule, optimizer) = Make(Golden[index]);
        using var _ = optimizer;
        foreach (var row in Golden[index].GetProperty("table_batch_epoch_lr").EnumerateArray())
        {
            schedule.StepBatch(row[0].GetInt64());
            schedule.StepEpoch(row[1].GetInt64());
            AssertClose(row[2].GetDouble(), Lr(optimizer));
            Assert.Equal(Lr(optimizer), schedule.GetLastLr().Single());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_golden_sequence_of_steps_is_met(int index)
    {
        var (schedule, optimizer) = Make(Golden[index]);
        using var _ = optimizer;
        foreach (var row in Golden[index].GetProperty("sequence").EnumerateArray())
        {
            if (row[0].GetString() == "epoch")
                schedule.StepEpoch();
            else
                schedule.StepBatch();
            AssertClose(row[1].GetDouble(), Lr(optimizer));
        }
    }

    [Fact]
    public void Before_the_first_step_the_rate_is_the_base_rate()
    {
        using var optimizer = new Eve([NewParameter()], lr: 0.003);
        var schedule = new Eden(optimizer, 100, 2);
        Assert.Equal([0.003], schedule.GetLastLr());
        Assert.Equal(0.003, Lr(optimizer));
    }

    [Fact]
    public void A_TorchSharp_optimizer_with_two_groups_is_scheduled_group_by_group()
    {
        using var optimizer = optim.AdamW(
            [new AdamW.ParamGroup([NewParameter()], lr: 0.1), new AdamW.ParamGroup([NewParameter()], lr: 0.02)]);
        var schedule = new Eden(optimizer, 100, 2);
        schedule.StepBatch(100);
        AssertClose(0.1 * Math.Pow(2, -0.25), Lr(optimizer));
        AssertClose(0.02 * Math.Pow(2, -0.25), Lr(optimizer, 1));
        Assert.Equal([0.1, 0.02], schedule.BaseLrs);
    }

    [Fact]
    public void A_rate_without_an_initial_rate_is_its_own_base()
    {
        using var optimizer = new Eve([NewParameter()], lr: 0.003);
        optimizer.ParamGroups.Single().InitialLearningRate = 0;
        Assert.Equal([0.003], new Eden(optimizer, 100, 2).BaseLrs);
    }

    [Fact]
    public void A_group_added_later_joins_at_the_next_step_with_its_own_base_rate()
    {
        using var optimizer = new Eve([NewParameter()], lr: 0.003);
        var schedule = new Eden(optimizer, 100, 2);
        schedule.StepBatch(100);
        optimizer.add_param_group(new NamedParamGroup<EveOptions>([("late", NewParameter())], new EveOptions { LearningRate = 0.5 }));
        schedule.StepBatch(100);
        AssertClose(0.5 * Math.Pow(2, -0.25), Lr(optimizer, 1));
        AssertClose(0.003 * Math.Pow(2, -0.25), Lr(optimizer));
        Assert.Equal([0.003, 0.5], schedule.BaseLrs);
    }

    [Fact]
    public void A_state_through_JSON_makes_another_schedule_exact_at_once()
    {
        using var optimizer = new Eve([NewParameter()], lr: 0.003);
        var schedule = new Eden(optimizer, 100, 2);
        schedule.StepEpoch(7);
        schedule.StepBatch(321);
        var json = JsonSerializer.Serialize(schedule.StateDict());

        using var other = new Cain([NewParameter()], lr: 0.7);
        var resumed = new Eden(other, 5000, 6);
        resumed.LoadStateDict(JsonSerializer.Deserialize<LRSchedulerState>(json)!);
        Assert.Equal(schedule.GetLastLr(), resumed.GetLastLr());
        Assert.Equal(Lr(optimizer), Lr(other));
        schedule.StepBatch();
        resumed.StepBatch();
        Assert.Equal((322L, 7L, Lr(optimizer)), (resumed.Batch, resumed.Epoch, Lr(other)));
        Assert.Contains("\"lr_batches\":100", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing()
    {
        using var optimizer = new Eve([NewParameter()], lr: 0.003);
        var schedule = new Eden(optimizer, 100, 2);
        schedule.StepBatch(50);
        var good = schedule.StateDict();
        var lr = Lr(optimizer);
        LRSchedulerState[] bad =
        [
            good with { Schedule = "Other" },
            good with { BaseLrs = [0.1, 0.2] },
            good with { BaseLrs = [double.NaN] },
            good with { Batch = -1 },
            good with { Settings = new Dictionary<string, double> { ["lr_batches"] = 1 } },
            good with { Batch = 7, Settings = new Dictionary<string, double> { ["lr_batches"] = 1, ["lr_epochs"] = 0 } },
        ];
        foreach (var state in bad)
        {
            Assert.ThrowsAny<ArgumentException>(() => schedule.LoadStateDict(state));
            Assert.Equal((lr, 50L), (Lr(optimizer), schedule.Batch));
            Assert.Equal(JsonSerializer.Serialize(good), JsonSerializer.Serialize(schedule.StateDict()));
        }
    }

    [Theory]
    [InlineData(0, 2, "lr_batches")]
    [InlineData(-1, 2, "lr_batches")]
    [InlineData(100, double.NaN, "lr_epochs")]
    [InlineData(100, double.PositiveInfinity, "lr_epochs")]
    public void A_setting_that_is_not_above_0_is_named(double lr_batches, double lr_epochs, string name)
    {
        using var optimizer = new Eve([NewParameter()], lr: 0.003);
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new Eden(optimizer, lr_batches, lr_epochs)).ParamName);
    }

    [Fact]
    public void A_negative_count_is_named_and_changes_nothing()
    {
        using var optimizer = new Eve([NewParameter()], lr: 0.003);
        var schedule = new Eden(optimizer, 100, 2);
        Assert.Equal("batch", Assert.Throws<ArgumentOutOfRangeException>(() => schedule.StepBatch(-1)).ParamName);
        Assert.Equal("epoch", Assert.Throws<ArgumentOutOfRangeException>(() => schedule.StepEpoch(-1)).ParamName);
        Assert.Equal((0L, 0L, 0.003), (schedule.Batch, schedule.Epoch, Lr(optimizer)));
    }
}
