using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// The draft's experiment as a task: Linear(100, 200), ReLU, Linear(200, 100) on twenty pairs whose inputs and outputs have
/// very different magnitudes in every dimension; the log of 100·mean((ŷ - y)²) is differentiated, under an
/// <see cref="Schedules.Eden"/> schedule. Every optimizer trains the same model, ScaledLinear's. Source:
/// <c>_test_eve_cain</c> of the draft.
/// </summary>
/// <param name="order">The order of the pairs, the same in every epoch or a new one.</param>
public sealed class EveCainTask(EveCainOrder order) : TrainingTask
{
    private readonly EveCainOrder order = Enum.IsDefined(order)
        ? order
        : throw new ArgumentOutOfRangeException(nameof(order), order, $"order must be Fixed or Reshuffled, but is {order}.");

    /// <inheritdoc/>
    public override string Name => $"eve-cain-{order.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    public override string Description => $"The draft's experiment, its twenty pairs in {(order == EveCainOrder.Fixed ? "the same order in every epoch" : "a new order in every epoch")}.";

    /// <summary>150 epochs of twenty pairs.</summary>
    public override int Steps => 3000;

    /// <summary><c>loss</c>: the mean over the twenty pairs, on which it trains too; the task has no others.</summary>
    public override string Metric => "loss";

    /// <inheritdoc/>
    public override double Target => 10;

    /// <inheritdoc/>
    protected override TaskInstance Begin(long seed, TaskOptions options) => new EveCainInstance(seed, order, options.Dtype);
}
