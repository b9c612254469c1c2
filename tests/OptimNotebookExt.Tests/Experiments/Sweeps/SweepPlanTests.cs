using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

public sealed class SweepPlanTests
{
    private static readonly SweepDefinition Sweep = new()
    {
        Name = "plan",
        Task = "quadratic",
        Steps = 5,
        Optimizers = [new SweepOptimizer("Eve", "Eve", new Dictionary<string, double> { ["beta1"] = 0.8 }, [new SweepAxis("lr", [0.1, 0.01]), new SweepAxis("beta2", [0.9, 0.99, 0.98])])],
        TuneSeeds = [1, 2, 3],
        Seeds = [11, 12],
    };

    [Fact]
    public void The_grid_is_every_combination_and_its_last_axis_varies_fastest() => Assert.Equal(
        ["Eve beta1=0.8 beta2=0.9 lr=0.1", "Eve beta1=0.8 beta2=0.99 lr=0.1", "Eve beta1=0.8 beta2=0.98 lr=0.1", "Eve beta1=0.8 beta2=0.9 lr=0.01", "Eve beta1=0.8 beta2=0.99 lr=0.01", "Eve beta1=0.8 beta2=0.98 lr=0.01"],
        Sweep.Optimizers[0].Points.Select(p => p.ToString()));

    [Fact]
    public void The_best_setting_has_the_lowest_median()
    {
        // The mean would choose another one: 1, 1, 100 against 2, 2, 2.
        var best = Best((point, seed) => point == 4 ? (seed == 3 ? 100 : 1) : 2);

        Assert.Equal("Eve beta1=0.8 beta2=0.99 lr=0.01", best);
    }

    [Fact]
    public void Of_equal_settings_the_lower_rate_wins_and_then_the_earlier()
    {
        Assert.Equal("Eve beta1=0.8 beta2=0.9 lr=0.01", Best((_, _) => 1));
        Assert.Equal("Eve beta1=0.8 beta2=0.98 lr=0.1", Best((point, _) => point == 2 ? 1 : 2));
    }

    [Fact]
    public void A_run_that_diverged_is_worse_than_any_figure()
    {
        Assert.Equal("Eve beta1=0.8 beta2=0.98 lr=0.01", Best((point, seed) => point == 5 ? 1e30 : seed == 1 ? 0 : double.NaN));
        Assert.Equal("Eve beta1=0.8 beta2=0.9 lr=0.1", Best((point, seed) => point == 0 ? (seed == 1 ? double.NaN : 1) : 2));
    }

    [Fact]
    public void Nothing_is_best_while_a_run_is_missing() => Assert.Null(Best((point, seed) => (point, seed) == (3, 2) ? null : 1));

    [Fact]
    public void A_key_follows_from_what_is_run_and_from_nothing_else()
    {
        var run = SweepPlan.Tuning(Sweep).First();
        var same = run with { Sweep = Sweep with { Name = "other", Seeds = [] }, Phase = SweepPhase.Best, Choice = new OptimizerChoice("Eve", run.Choice.Settings.Reverse().ToDictionary()) };
        SweepRun[] others =
        [
            run with { Seed = 9 },
            run with { Sweep = Sweep with { Steps = 6 } },
            run with { Sweep = Sweep with { Threads = 2 } },
            run with { Sweep = Sweep with { Task = "teacher" } },
            run with { Choice = run.Choice with { Name = "Cain" } },
            run with { Choice = new OptimizerChoice("Eve", new Dictionary<string, double> { ["lr"] = 0.1 }) },
        ];

        Assert.Equal(run.Key, same.Key);
        Assert.Equal(others.Length + 1, others.Append(run).Select(r => r.Key).Distinct().Count());
        Assert.StartsWith("Eve_beta1=0.8_beta2=0.9_lr=0.1_seed=1_", run.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_run_has_a_file_name_that_every_system_takes()
    {
        var settings = Enumerable.Range(0, 20).ToDictionary(i => $"setting{i}", i => Math.PI * i);
        var key = new SweepRun(Sweep, SweepPhase.Tune, "Eve", new OptimizerChoice("Eve", settings), long.MinValue).Key;

        Assert.True(key.Length < 140, key);
        Assert.DoesNotContain(key, Path.GetInvalidFileNameChars().Concat("<>:\"/\\|?* ").Contains);
    }

    private static string? Best(Func<int, long, double?> figure)
    {
        var points = Sweep.Optimizers[0].Points.Select(p => p.ToString()).ToList();
        return SweepPlan.BestPoint(Sweep, Sweep.Optimizers[0], run => figure(points.IndexOf(run.Choice.ToString()), run.Seed))?.ToString();
    }
}
