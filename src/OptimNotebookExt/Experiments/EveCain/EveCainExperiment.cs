using System.Diagnostics;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// The draft's experiment: a small network on twenty fixed pairs whose inputs and outputs have very different
/// magnitudes in every dimension; the log of the loss is differentiated, under an <see cref="Schedules.Eden"/>
/// schedule. Source: <c>_test_eve_cain</c> of the draft.
/// </summary>
/// <example><code>
/// var run = EveCainExperiment.Run(EveCainPresets.Select(["Cain"], [])[0], EveCainData.Generate(seed: 42));
/// </code></example>
public static class EveCainExperiment
{
    private const int EpochsBetweenCheckpoints = 10;

    /// <summary>Runs the experiment once.</summary>
    /// <param name="preset">The optimizer and its settings.</param>
    /// <param name="data">Models and pairs.</param>
    /// <param name="options">Epochs, order, dtype, device, and where the run is kept; the draft's when null.</param>
    /// <param name="progress">Told at the start of every epoch.</param>
    /// <param name="cancellation">Stops the run between two epochs.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the device is not there.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of another run.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static EveCainRun Run(EveCainPreset preset, EveCainData data, EveCainOptions? options = null, IProgress<EveCainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new EveCainOptions();
        var run = RunUntilStopped(preset, data, options, progress, cancellation);
        if (run.Stopped)
            cancellation.ThrowIfCancellationRequested();
        return run;
    }

    /// <summary>The run as far as it came: with fewer losses than epochs where it was cancelled or is to stop, and NaN as final loss where it took no step.</summary>
    internal static EveCainRun RunUntilStopped(EveCainPreset preset, EveCainData data, EveCainOptions options, IProgress<EveCainProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var training = new EveCainTraining(preset, data, options);
        var kept = options.Checkpoint is null ? null : new EveCainCheckpoint(options.Checkpoint, preset, data, options, training);
        var avg_loss = kept?.Load() ?? [];
        var (begun, end) = (training.StepCount, (long)options.Epochs * data.Pairs);
        var stop = options.StopAfter is { } steps && steps > begun ? Math.Min(steps, end) : end;
        while (training.StepCount < stop)
        {
            if (training.StepCount % data.Pairs != 0)
            {
                training.Step();
                continue;
            }
            if (cancellation.IsCancellationRequested)
                break;
            var epoch = (int)(training.StepCount / data.Pairs);
            if (epoch > 0 && epoch % EpochsBetweenCheckpoints == 0)
                kept?.Save(avg_loss);
            training.Step();
            avg_loss.Add(training.AverageLoss);
            progress?.Report(new EveCainProgress(preset, data.Seed, epoch, options.Epochs, training.AverageLoss, training.Schedule.GetLastLr()[0]));
        }
        if (training.StepCount > begun)
            kept?.Save(avg_loss);
        return new EveCainRun
        {
            Optimizer = preset.Optimizer,
            Preset = preset.Name,
            Seed = data.Seed,
            AvgLoss = avg_loss,
            Steps = training.StepCount,
            Stopped = training.StepCount < end,
            ResumedFrom = begun,
            Path = options.Path.ToString().ToLowerInvariant(),
            Final = avg_loss.Count > 0 ? training.AverageLoss : double.NaN,
            EvalLoss = training.Evaluate(),
            Norms = [.. training.Network.NamedParameters.Select(p => Rms(p.Parameter))],
            LogStddev = WeightMagnitudes.LogStddev(training.Network, data.For(preset.Model)),
            LastLr = training.Schedule.GetLastLr()[0],
            Settings = preset.Settings,
            Order = options.Order,
            DecayToZero = options.DecayToZero,
            CollapsedUpdates = training.Optimizer?.Failures.Values.Sum(f => f.CollapsedUpdates) ?? 0,
            Dtype = options.Dtype == ScalarType.Float64 ? "float64" : "float32",
            Device = options.Device,
            Source = data.Source,
            WallSeconds = watch.Elapsed.TotalSeconds,
        };
    }

    /// <summary>The losses of the first steps, each before its step, to compare with another implementation.</summary>
    /// <param name="preset">The optimizer and its settings.</param>
    /// <param name="data">Models and pairs.</param>
    /// <param name="steps">Number of steps, at least 1; 100 in the golden files.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="path">How this package's optimizers step.</param>
    public static IReadOnlyList<double> EarlyLosses(EveCainPreset preset, EveCainData data, int steps = 100, ScalarType dtype = ScalarType.Float64, OptimizerPath path = OptimizerPath.Auto)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return EarlyLosses(preset, data, steps, new EveCainOptions { Dtype = dtype, Path = path });
    }

    internal static IReadOnlyList<double> EarlyLosses(EveCainPreset preset, EveCainData data, int steps, EveCainOptions options)
    {
        using var training = new EveCainTraining(preset, data, options);
        return [.. Enumerable.Range(0, steps).Select(_ => training.Step())];
    }

    private static double Rms(Tensor parameter)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return parameter.to(ScalarType.Float64).Squared().mean().sqrt().ToDouble();
    }
}
