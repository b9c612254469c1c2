using System.Text.Json;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Optimizers;
using TorchSharp;

namespace OptimNotebookExt.Tests.Experiments.Tasks;

[Collection(GlobalGenerator.Name)]
[Trait(Once.Name, Once.Value)]
public class TaskRunnerTests
{
    public static TheoryData<string> Tasks => [.. TaskCatalog.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_optimizer_trains_every_task_and_torchs_generator_stays_as_it_is(string name)
    {
        torch.manual_seed(5);
        var state = torch.get_rng_state().data<byte>().ToArray();
        foreach (var optimizer in OptimizerChoice.Names)
        {
            var run = Run(name, optimizer, seed: 1, steps: 3);
            Assert.Equal((name, optimizer, false), (run.Task, run.Optimizer, run.Diverged));
            Assert.Equal([1L, 2, 3], run.LossSteps);
            Assert.All(run.Losses, loss => Assert.True(double.IsFinite(loss) && loss > 0));
            Assert.True(double.IsFinite(run.Value));
            Assert.True(run.ExtraBytesPerParameter >= (optimizer == "SGD" ? 4 : 4.1), $"{optimizer}: {run.ExtraBytesPerParameter}");
        }
        Assert.Equal(state, torch.get_rng_state().data<byte>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_run_repeats_to_the_bit_and_another_seed_is_another_run(string name)
    {
        var first = Run(name, "NeutralGradient", seed: 3, steps: 4);
        Assert.Equal(Text(first), Text(Run(name, "NeutralGradient", seed: 3, steps: 4)));
        Assert.NotEqual(first.Losses[0], Run(name, "NeutralGradient", seed: 4, steps: 1).Losses[0]);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_batch_depends_on_seed_and_step_alone(string name)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var one = TaskCatalog.Get(name).Start(7);
        using var other = TaskCatalog.Get(name).Start(7);
        var losses = Enumerable.Range(0, 25).Select(i => one.Loss(i).ToDouble()).ToArray();
        other.Evaluate();
        Assert.Equal(losses[24], other.Loss(24).ToDouble());
        Assert.Equal(losses[2], other.Loss(2).ToDouble());
        if (name != "quadratic")
            Assert.NotEqual(losses[1], losses[2]);
    }

    [Theory]
    [InlineData(EveCainOrder.Fixed)]
    [InlineData(EveCainOrder.Reshuffled)]
    public void The_eve_cain_tasks_are_the_drafts_experiment(EveCainOrder order)
    {
        var experiment = EveCainExperiment.Run(EveCainPresets.Select(["LearnedGradient"], ["stable"])[0], EveCainData.Generate(3), new EveCainOptions { Epochs = 3, Order = order });
        var run = Run($"eve-cain-{order.ToString().ToLowerInvariant()}", "LearnedGradientStable", seed: 3, steps: 60, ("lr", 0.05));
        Assert.Equal(experiment.Final, run.Final);
        Assert.Equal(experiment.EvalLoss, run.Value);
        Assert.Equal(experiment.AvgLoss, [run.Losses[0], run.Losses[20], run.Losses[40]]);
    }

    [Fact]
    public void The_average_is_kept_at_two_hundred_steps_at_most_and_the_target_counts_from_its_first_crossing()
    {
        var run = Run("quadratic", "AdamW", seed: 1, steps: 200, ("lr", 0.05));
        Assert.Equal(Enumerable.Range(1, 200).Select(s => (long)s), run.LossSteps);
        Assert.Equal(run.Final, run.Losses[^1]);
        Assert.Equal(run.Losses.TakeWhile(l => l > run.Target).Count() + 1, run.StepsToTarget);
        Assert.InRange(run.StepsToTarget!.Value, 30, 199);
        Assert.Equal(8, run.ExtraBytesPerParameter);

        var longer = Run("quadratic", "SGD", seed: 1, steps: 450, ("lr", 0.01));
        Assert.Equal((200, 450L), (longer.Losses.Count, longer.LossSteps[^1]));
        Assert.Null(longer.StepsToTarget);
    }

    [Fact]
    public void A_run_that_diverges_ends_there_and_says_so()
    {
        var run = Run("quadratic", "SGD", seed: 1, steps: 100, ("lr", 1e6));
        Assert.True(run.Diverged);
        Assert.InRange(run.DivergedAfter!.Value, 1, 50);
        Assert.Equal(run.DivergedAfter, run.LossSteps[^1]);
        Assert.True(double.IsNaN(run.Final) && double.IsNaN(run.Value));
    }

    [Fact]
    public void The_rate_falls_as_a_cosine_over_the_steps_of_the_run()
    {
        using var parameter = new TorchSharp.Modules.Parameter(torch.zeros(2));
        using var optimizer = new OptimizerChoice("SGD", new Dictionary<string, double> { ["lr"] = 0.2 }).Create([("p", parameter)]);
        var schedule = new CosineSchedule(optimizer, 4);
        var rates = Enumerable.Range(0, 5).Select(step =>
        {
            schedule.BeforeStep(step);
            return optimizer.ParamGroups.Single().LearningRate;
        });
        Assert.Equal([0.2, 0.1 + 0.1 * Math.Sqrt(0.5), 0.1, 0.1 - 0.1 * Math.Sqrt(0.5), 0], rates.Select(r => Math.Round(r, 15)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(optimizer, 0));
    }

    [Fact]
    public void Threads_hold_for_the_run_alone_and_the_path_is_the_one_asked_for()
    {
        var before = torch.get_num_threads();
        var choice = new OptimizerChoice("Eve", new Dictionary<string, double>());
        var (run, timing) = TaskRunner.Run(TaskCatalog.Get("quadratic"), choice, 1, new TaskRunOptions { Steps = 2, Threads = 2, Path = OptimizerPath.Reference, Dtype = torch.ScalarType.Float64 });
        Assert.Equal((2, "reference", "float64"), (run.Threads, run.Path, run.Dtype));
        Assert.Equal(before, torch.get_num_threads());
        Assert.True(timing.WallSeconds > 0 && timing.SecondsToTarget is null);
        Assert.Equal(("quadratic", "Eve", 1L), (timing.Task, timing.Optimizer, timing.Seed));
    }

    [Fact]
    public void A_run_is_cancelled_between_steps_and_reports_where_it_is()
    {
        using var source = new CancellationTokenSource();
        var seen = new List<TaskProgress>();
        var progress = new Reporter(p =>
        {
            seen.Add(p);
            if (p.Step >= 10)
                source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => TaskRunner.Run(TaskCatalog.Get("quadratic"), new OptimizerChoice("Cain", new Dictionary<string, double>()), 1, new TaskRunOptions { Steps = 100 }, progress, source.Token));
        Assert.Equal([5L, 10], seen.Select(p => p.Step));
        Assert.Equal(("quadratic", 100), (seen[0].Task, seen[0].Steps));
    }

    [Fact]
    public void Options_out_of_range_are_refused_before_anything_is_made()
    {
        var choice = new OptimizerChoice("Cain", new Dictionary<string, double>());
        var task = TaskCatalog.Get("quadratic");
        Assert.Contains("Steps must be at least 1, but is 0", Assert.Throws<ArgumentOutOfRangeException>(() => TaskRunner.Run(task, choice, 1, new TaskRunOptions { Steps = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("Threads", Assert.Throws<ArgumentOutOfRangeException>(() => TaskRunner.Run(task, choice, 1, new TaskRunOptions { Threads = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("Path", Assert.Throws<ArgumentOutOfRangeException>(() => TaskRunner.Run(task, choice, 1, new TaskRunOptions { Path = (OptimizerPath)9 })).Message, StringComparison.Ordinal);
        Assert.Contains("Dtype must be Float32 or Float64", Assert.Throws<ArgumentOutOfRangeException>(() => TaskRunner.Run(task, choice, 1, new TaskRunOptions { Dtype = torch.ScalarType.Int32 })).Message, StringComparison.Ordinal);
        Assert.Contains("no option 'speed'", Assert.Throws<ArgumentException>(() => TaskRunner.Run(task, choice with { Settings = new Dictionary<string, double> { ["speed"] = 1 } }, 1)).Message, StringComparison.Ordinal);
    }

    internal static TaskRun Run(string task, string optimizer, long seed, int steps, params (string Name, double Value)[] settings) =>
        TaskRunner.Run(TaskCatalog.Get(task), new OptimizerChoice(optimizer, settings.ToDictionary(s => s.Name, s => s.Value)), seed, new TaskRunOptions { Steps = steps }).Run;

    private static string Text(TaskRun run) => JsonSerializer.Serialize(run, ResultJson.Options);

    private sealed class Reporter(Action<TaskProgress> report) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => report(value);
    }
}
