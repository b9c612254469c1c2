using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>A task with the model and the data of one seed; it owns them.</summary>
public abstract class TaskInstance : IDisposable
{
    /// <summary>The parameters to train, by name.</summary>
    public abstract IReadOnlyList<(string name, Parameter parameter)> Parameters { get; }

    /// <summary>
    /// The loss of a step's batch, 0-dim, with its graph. The batch depends on the seed and the step alone, so that the
    /// runs of two optimizers see the same batches in the same order.
    /// </summary>
    /// <param name="index">The step, from 0.</param>
    public abstract Tensor Loss(long index);

    /// <summary>What is differentiated; the loss itself, where a task does not say otherwise.</summary>
    /// <param name="loss">What <see cref="Loss"/> gave.</param>
    public virtual Tensor Objective(Tensor loss) => loss;

    /// <summary>The held-out figure that <see cref="TrainingTask.Metric"/> names; lower is better. Changes nothing.</summary>
    public abstract double Evaluate();

    /// <summary>Other held-out figures by name; none, where a task does not say otherwise. Changes nothing.</summary>
    public virtual IReadOnlyDictionary<string, double> Details() => new Dictionary<string, double>();

    /// <summary>The learning rate over a run: a cosine from the optimizer's own rate down to 0, where a task does not say otherwise.</summary>
    /// <param name="optimizer">The optimizer of <see cref="Parameters"/>.</param>
    /// <param name="steps">Steps of the run, at least 1.</param>
    public virtual TaskSchedule NewSchedule(optim.Optimizer optimizer, int steps) => new CosineSchedule(optimizer, steps);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees parameters and data.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
