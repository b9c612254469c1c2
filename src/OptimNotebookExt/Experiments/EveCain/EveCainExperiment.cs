using System.Diagnostics;
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
    /// <summary>Runs the experiment once.</summary>
    /// <param name="preset">The optimizer and its settings.</param>
    /// <param name="data">Models and pairs.</param>
    /// <param name="options">Epochs, order, dtype and device; the draft's when null.</param>
    /// <param name="progress">Told at the start of every epoch.</param>
    /// <param name="cancellation">Stops the run between two epochs.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the device is not there.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static EveCainRun Run(EveCainPreset preset, EveCainData data, EveCainOptions? options = null, IProgress<EveCainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new EveCainOptions();
        var run = RunUntilStopped(preset, data, options, progress, cancellation);
        return run.AvgLoss.Count == options.Epochs ? run : throw new OperationCanceledException(cancellation);
    }

    /// <summary>The run as far as it came: with fewer losses than epochs where it was cancelled, and NaN as final loss where it took no step.</summary>
    internal static EveCainRun RunUntilStopped(EveCainPreset preset, EveCainData data, EveCainOptions options, IProgress<EveCainProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var training = new EveCainTraining(preset, data, options);
        var avg_loss = new List<double>(options.Epochs);
        while (avg_loss.Count < options.Epochs && !cancellation.IsCancellationRequested)
        {
            for (var n = 0; n < data.Pairs; n++)
            {
                training.Step();
                if (n > 0)
                    continue;
                avg_loss.Add(training.AverageLoss);
                progress?.Report(new EveCainProgress(preset, data.Seed, avg_loss.Count - 1, options.Epochs, training.AverageLoss, training.Schedule.GetLastLr()[0]));
            }
        }
        return new EveCainRun
        {
            Optimizer = preset.Optimizer,
            Preset = preset.Name,
            Seed = data.Seed,
            AvgLoss = avg_loss,
            Final = avg_loss.Count > 0 ? training.AverageLoss : double.NaN,
            EvalLoss = training.Evaluate(),
            Norms = [.. training.Network.NamedParameters.Select(p => Rms(p.Parameter))],
            LogStddev = WeightMagnitudes.LogStddev(training.Network, data.For(preset.Model)),
            LastLr = training.Schedule.GetLastLr()[0],
            Settings = preset.Settings,
            Order = options.Order,
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
    public static IReadOnlyList<double> EarlyLosses(EveCainPreset preset, EveCainData data, int steps = 100, ScalarType dtype = ScalarType.Float64)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var training = new EveCainTraining(preset, data, new EveCainOptions { Dtype = dtype });
        return [.. Enumerable.Range(0, steps).Select(_ => training.Step())];
    }

    private static double Rms(Tensor parameter)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return parameter.to(ScalarType.Float64).Squared().mean().sqrt().ToDouble();
    }
}
