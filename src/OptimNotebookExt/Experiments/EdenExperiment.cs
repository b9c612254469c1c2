using System.Text.Json;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments;

/// <summary>
/// Shows what Eden does to the learning rate of a Cain on one linear layer with random gradients, and that a schedule
/// goes on exactly from its saved state. Source: <c>_test_eden</c> of the draft.
/// </summary>
public static class EdenExperiment
{
    private const int Size = 100;
    private const int BatchSize = 200;

    /// <summary>Runs the demonstration; torch's global generator stays as it is.</summary>
    /// <param name="epochs">Epochs, at least 1; the draft's 10.</param>
    /// <param name="batches">Batches of an epoch, at least 1; the draft's 20.</param>
    /// <param name="lr">Base learning rate; the draft's 0.003.</param>
    /// <param name="lr_batches">Setting of <see cref="Eden"/>; the draft's 100.</param>
    /// <param name="lr_epochs">Setting of <see cref="Eden"/>; the draft's 2.</param>
    /// <param name="seed">Seed of weights and gradients, which the learning rate does not depend on.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static EdenDemonstration Run(int epochs = 10, int batches = 20, double lr = 0.003, double lr_batches = 100, double lr_epochs = 2, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var generator = new Generator(device: CPU);
        generator.manual_seed(seed);
        var weight = new Parameter(Normal(Size, Size).Over(10));
        var bias = new Parameter(zeros(Size));
        using var optimizer = new Cain([weight, bias], lr: lr);
        var schedule = new Eden(optimizer, lr_batches, lr_epochs);
        var points = new List<EdenPoint>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            schedule.StepEpoch(epoch);
            for (var batch = 0; batch < batches; batch++)
            {
                using var step = NewDisposeScope();
                var y = nn.functional.linear(Normal(BatchSize, Size), weight, bias);
                (y * Normal(BatchSize, Size)).sum().backward();
                optimizer.step();
                schedule.StepBatch();
                optimizer.zero_grad();
                points.Add(new EdenPoint(schedule.Epoch, schedule.Batch, schedule.GetLastLr()[0]));
            }
        }

        var state = JsonSerializer.Serialize(schedule.StateDict());
        using var other = new Cain([new Parameter(zeros(Size))]);
        var resumed = new Eden(other, lr_batches: 1, lr_epochs: 1);
        resumed.LoadStateDict(JsonSerializer.Deserialize<LRSchedulerState>(state)!);
        return new EdenDemonstration(points, schedule.GetLastLr()[0], state, other.ParamGroups.First().LearningRate);

        Tensor Normal(params long[] size) => randn(size, generator: generator);
    }
}
