using System.Diagnostics;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Runs a task with an optimizer once.</summary>
/// <example><code>
/// var choice = new OptimizerChoice("AdamW", new Dictionary&lt;string, double&gt; { ["lr"] = 0.01 });
/// var (run, timing) = TaskRunner.Run(TaskCatalog.Get("quadratic"), choice, seed: 1);
/// </code></example>
public static class TaskRunner
{
    private const int MostSamples = 200;
    private const int ReportsPerRun = 20;

    /// <summary>Runs the task; the same arguments give the same <see cref="TaskRun"/> to the bit on the same machine.</summary>
    /// <param name="task">What to train.</param>
    /// <param name="choice">The optimizer and its settings.</param>
    /// <param name="seed">Seed of model, data, order and of the optimizer's draws.</param>
    /// <param name="options">Steps, threads, path and dtype; the task's own when null.</param>
    /// <param name="progress">Told some twenty times in a run.</param>
    /// <param name="cancellation">Stops the run between two steps.</param>
    /// <exception cref="ArgumentException">A name, a setting or an option is refused.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static (TaskRun Run, TaskTiming Timing) Run(TrainingTask task, OptimizerChoice choice, long seed, TaskRunOptions? options = null, IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(choice);
        options ??= new TaskRunOptions();
        options.Validate();
        choice.Validate();
        TorchBackend.EnsureLoaded();
        var threads = get_num_threads();
        try
        {
            if (options.Threads is { } wanted)
                set_num_threads(wanted);
            return Train(task, choice, seed, options, progress, cancellation);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static (TaskRun Run, TaskTiming Timing) Train(TrainingTask task, OptimizerChoice choice, long seed, TaskRunOptions options, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        using var instance = task.Start(seed, new TaskOptions { Dtype = options.Dtype });
        using var optimizer = choice.Create(instance.Parameters, seed);
        if (optimizer is ResearchOptimizer own)
            own.Path = options.Path;
        var steps = options.Steps ?? task.Steps;
        var schedule = instance.NewSchedule(optimizer, steps);
        var (lossSteps, losses) = (new List<long>(), new List<double>());
        var average = double.NaN;
        (long Steps, double Seconds)? reached = null;
        long? diverged = null;
        var watch = Stopwatch.StartNew();
        for (var step = 0L; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = Step(instance, optimizer, schedule, step);
            if (!double.IsFinite(loss))
            {
                diverged = step;
                break;
            }
            average = step == 0 ? loss : 0.95 * average + 0.05 * loss;
            var taken = step + 1;
            if (reached is null && average <= task.Target)
                reached = (taken, watch.Elapsed.TotalSeconds);
            if (Passes(taken, steps, MostSamples))
            {
                lossSteps.Add(taken);
                losses.Add(average);
            }
            if (Passes(taken, steps, ReportsPerRun))
                progress?.Report(new TaskProgress(task.Name, choice, seed, taken, steps, average));
        }
        var seconds = watch.Elapsed.TotalSeconds;
        var value = diverged is null ? instance.Evaluate() : double.NaN;
        var count = instance.Parameters.Sum(p => p.parameter.numel());
        var run = new TaskRun
        {
            Task = task.Name,
            Optimizer = choice.Name,
            Settings = choice.Settings,
            Seed = seed,
            Steps = steps,
            LossSteps = lossSteps,
            Losses = losses,
            Final = diverged is null ? average : double.NaN,
            Metric = task.Metric,
            Value = double.IsFinite(value) ? value : double.NaN,
            Details = double.IsFinite(value) ? instance.Details() : new Dictionary<string, double>(),
            Target = task.Target,
            StepsToTarget = reached?.Steps,
            Diverged = !double.IsFinite(value),
            DivergedAfter = diverged,
            ExtraBytesPerParameter = (double)OptimizerChoice.StateBytes(optimizer) / count,
            ParameterCount = count,
            Path = options.Path.ToString().ToLowerInvariant(),
            Dtype = options.Dtype == ScalarType.Float64 ? "float64" : "float32",
            Threads = get_num_threads(),
        };
        return (run, new TaskTiming(task.Name, choice.Name, choice.Settings, seed, seconds, reached?.Seconds));
    }

    /// <summary>The loss of the step's batch, after which the optimizer has stepped, but for a loss that is not finite; NaN where the optimizer gave up.</summary>
    private static double Step(TaskInstance instance, optim.Optimizer optimizer, TaskSchedule schedule, long step)
    {
        using var scope = NewDisposeScope();
        schedule.BeforeStep(step);
        var loss = instance.Loss(step);
        var value = loss.ToDouble();
        if (!double.IsFinite(value))
            return value;
        instance.Objective(loss).backward();
        try
        {
            optimizer.step();
        }
        catch (StepFailedException)
        {
            // Ten gradients in a row that are not finite, or matrices that cannot be decomposed any more.
            return double.NaN;
        }
        optimizer.zero_grad();
        schedule.AfterStep(step);
        return value;
    }

    /// <summary>Whether the step is the next of so many evenly spread over the run; the last one always is.</summary>
    private static bool Passes(long taken, int steps, int count) => taken * count / steps > (taken - 1) * count / steps;
}
