using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>A run of the experiment, step by step.</summary>
internal sealed class EveCainTraining : IDisposable
{
    /// <summary>Epoch, from 0, at whose start the draft's test calls <c>reset_speedup</c>.</summary>
    internal const int SpeedupResetEpoch = 100;

    private readonly optim.Optimizer optimizer;
    private readonly EveCainPairs pairs;
    private readonly long? decaySteps;

    internal EveCainTraining(EveCainPreset preset, EveCainData data, EveCainOptions options)
    {
        options.Validate();
        Network = new EveCainNetwork(data.For(preset.Model), data.Shape, options.Dtype, device(options.Device));
        optimizer = preset.Create(Network.NamedParameters, data.Seed);
        if (optimizer is ResearchOptimizer own)
        {
            var isThere = options.Path switch { OptimizerPath.Fast => own.HasFastPath, OptimizerPath.Device => own.HasDevicePath, _ => true };
            own.Path = isThere ? options.Path : throw new ArgumentException($"Path: {preset} has no {options.Path.ToString().ToLowerInvariant()} path here; use auto or reference.", nameof(options));
        }
        Schedule = NewSchedule(optimizer);
        decaySteps = options.DecayToZero ? (long)options.Epochs * data.Pairs : null;
        pairs = new EveCainPairs(data.Seed, data.Pairs, options.Order);
    }

    /// <summary>The optimizer where it is one of this package's.</summary>
    internal ResearchOptimizer? Optimizer => optimizer as ResearchOptimizer;

    internal EveCainNetwork Network { get; }

    internal Eden Schedule { get; }

    internal long StepCount { get; private set; }

    /// <summary>Running average of the loss: the first loss, then 0.95·avg + 0.05·loss.</summary>
    internal double AverageLoss { get; private set; }

    /// <summary>The draft's schedule.</summary>
    internal static Eden NewSchedule(optim.Optimizer optimizer) => new(optimizer, lr_batches: 200, lr_epochs: 5);

    /// <summary>One batch: loss, backward through its log, step. The schedule counts the epoch before its first batch and the batch after the step.</summary>
    /// <returns>The loss before the step.</returns>
    internal double Step()
    {
        using var scope = NewDisposeScope();
        if (StepCount % pairs.Count == 0)
        {
            Schedule.StepEpoch();
            if (StepCount / pairs.Count == SpeedupResetEpoch)
                (optimizer as NeutralGradient)?.ResetSpeedup();
        }
        var loss = Network.Loss(pairs.At(StepCount));
        loss.log().backward();
        if (decaySteps is { } steps)
            Decay(1 - (StepCount / (double)steps));
        optimizer.step();
        optimizer.zero_grad();
        Schedule.StepBatch();
        var value = loss.ToDouble();
        AverageLoss = StepCount == 0 ? value : 0.95 * AverageLoss + 0.05 * value;
        StepCount++;
        return value;
    }

    /// <summary>The schedule sets the rates anew after the step.</summary>
    private void Decay(double factor)
    {
        foreach (var (group, lr) in optimizer.ParamGroups.Zip(Schedule.GetLastLr()))
            group.LearningRate = lr * factor;
    }

    /// <summary>Goes on after so many steps; optimizer and schedule are there already.</summary>
    internal void GoOn(long steps, double averageLoss) => (StepCount, AverageLoss) = (steps, averageLoss);

    /// <summary>Mean loss over the pairs, nothing updated.</summary>
    internal double Evaluate()
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return Enumerable.Range(0, pairs.Count).Average(pair => Network.Loss(pair).ToDouble());
    }

    public void Dispose()
    {
        optimizer.Dispose();
        Network.Dispose();
    }
}
