using System.Globalization;
using static TorchSharp.torch.optim;

namespace OptimNotebookExt.Schedules;

/// <summary>
/// lr = base · ((batch² + lr_batches²) / lr_batches²)^-¼ · ((epoch² + lr_epochs²) / lr_epochs²)^-¼: flat at first, then
/// falling as the square root of the batch count, and of the epoch count. Source: class <c>Eden</c> of the draft.
/// </summary>
/// <example><code>
/// var scheduler = new Eden(optimizer, lr_batches: 5000, lr_epochs: 6);
/// scheduler.StepEpoch(0);   // at the start of each epoch
/// scheduler.StepBatch();    // after each batch
/// </code></example>
public sealed class Eden : LRScheduler
{
    private double lr_batches;
    private double lr_epochs;

    /// <summary>Makes the schedule; every group is then at its base rate.</summary>
    /// <param name="optimizer">Any optimizer of TorchSharp.</param>
    /// <param name="lr_batches">Batches after which the rate starts to fall, above 0; for example 5000.</param>
    /// <param name="lr_epochs">Epochs after which the rate starts to fall, above 0; for example 6.</param>
    /// <exception cref="ArgumentException">The optimizer has no groups, or a base rate is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is not above 0.</exception>
    public Eden(Optimizer optimizer, double lr_batches, double lr_epochs)
        : base(optimizer)
    {
        this.lr_batches = Positive(lr_batches, nameof(lr_batches));
        this.lr_epochs = Positive(lr_epochs, nameof(lr_epochs));
        Apply();
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Settings =>
        new Dictionary<string, double> { [nameof(lr_batches)] = lr_batches, [nameof(lr_epochs)] = lr_epochs };

    /// <inheritdoc/>
    protected override double GetFactor() => Falling(Batch, lr_batches) * Falling(Epoch, lr_epochs);

    /// <inheritdoc/>
    protected override void LoadSettings(IReadOnlyDictionary<string, double> settings) =>
        (lr_batches, lr_epochs) = (
            Positive(settings[nameof(lr_batches)], nameof(lr_batches)),
            Positive(settings[nameof(lr_epochs)], nameof(lr_epochs)));

    private static double Falling(double count, double scale) => Math.Pow((count * count + scale * scale) / (scale * scale), -0.25);

    private static double Positive(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be above 0, but is {value:G9}."));
}
