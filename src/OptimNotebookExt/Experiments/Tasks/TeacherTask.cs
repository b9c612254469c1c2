namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// A student learns a teacher from fresh batches: both are Linear(32, h), ReLU, Linear(h, h), ReLU, Linear(h, 16), the
/// teacher with h = 48 and the student with h = 96. Inputs x = Q·diag(s)·z have standard deviations s from 1 down to 0.1 in a
/// random basis Q; outputs are scaled to variance 1, so that a student that knows nothing has a loss of 1. Loss: mean squared
/// error over a batch of 64.
/// </summary>
public sealed class TeacherTask : TrainingTask
{
    /// <inheritdoc/>
    public override string Name => "teacher";

    /// <inheritdoc/>
    public override string Description => "A multilayer perceptron learns another one from fresh batches.";

    /// <inheritdoc/>
    public override int Steps => 3000;

    /// <summary><c>loss</c>: the mean squared error on 2048 inputs that no batch holds.</summary>
    public override string Metric => "loss";

    /// <inheritdoc/>
    public override double Target => 0.05;

    /// <inheritdoc/>
    protected override TaskInstance Begin(long seed, TaskOptions options) => new TeacherInstance(seed, options.Dtype);
}
