using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Checkpoints.SafeTensors;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Schedules;
using TorchSharp;
using TorchSharp.Modules;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>A run of few numbers, with a schedule and a history.</summary>
internal sealed class SmallRun
{
    private readonly (string, Parameter)[] _parameters;
    private readonly LRScheduler _schedule;
    private readonly History _history;

    internal SmallRun(OptimizerInfo info)
    {
        // Nobody's tensors would be freed while libtorch reads them (docs/SAFETY.md).
        using var scope = torch.NewDisposeScope();
        _parameters = [("a", Owned(torch.tensor([1f, 1f]))), ("b", Owned(torch.tensor([1f, 1f, 1f, 1f, 1f, 1f]).reshape(2, 3)))];
        var options = info.NewOptions();
        foreach (var (name, value) in info.ShortRun)
            options[name] = value;
        Optimizer = info.Create(_parameters, options, new SeededDraws(1));
        _schedule = new Eden(Optimizer, lr_batches: 20, lr_epochs: 3);
        _history = History.Attach(Optimizer, new HistoryOptions { Every = 1, Capacity = 4 });
        for (var step = 0; step < 3; step++)
        {
            foreach (var (_, parameter) in _parameters)
                parameter.grad = torch.tensor(Enumerable.Range(1, (int)parameter.numel()).Select(n => (float)n).ToArray()).reshape(parameter.shape);
            Optimizer.step();
            _history.Record(step);
            _schedule.StepBatch();
        }
    }

    internal ResearchOptimizer Optimizer { get; }

    internal byte[] Save()
    {
        using var stream = new MemoryStream();
        CheckpointWriter.Write(stream, Optimizer, _schedule, _history, null);
        return stream.ToArray();
    }

    internal void Load(SafeTensorsFile file) => new CheckpointReader(file, CheckpointDocument.Of(file.Metadata), Optimizer).Load(_schedule, _history);

    private static Parameter Owned(torch.Tensor values) => (Parameter)new Parameter(values).DetachFromDisposeScope();

    /// <summary>Of all that a checkpoint holds.</summary>
    internal string Fingerprint() => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Save()));
}
