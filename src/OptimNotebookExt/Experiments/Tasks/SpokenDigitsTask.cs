namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// Which digit is it? Spoken by voices of espeak-ng in noise of 0 to 20 dB, as log-mel features [32 bands, 48 frames] of
/// <c>data/spoken-digits</c>: 3600 clean utterances that are mixed with noise anew in every step, and 1000 mixtures of other
/// voices and speeds held out. Four convolutions (16, 32, 64 and 64 channels) that each halve the bands, mean and largest over time,
/// a perceptron of 64; batches of 32, in a new order in every epoch. Loss: mean cross entropy in nats.
/// </summary>
public sealed class SpokenDigitsTask : TrainingTask
{
    /// <inheritdoc/>
    public override string Name => "spoken-digits";

    /// <inheritdoc/>
    public override string Description => "Spoken digits in noise, by a small convolutional classifier.";

    /// <inheritdoc/>
    public override int Steps => 2000;

    /// <summary><c>error</c>: the share of held-out utterances that are taken for another digit.</summary>
    public override string Metric => "error";

    /// <inheritdoc/>
    public override double Target => 0.3;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputFiles => [SpokenDigitsData.FilePath];

    /// <inheritdoc/>
    /// <exception cref="FileNotFoundException">The features are not there (<see cref="TaskData"/>).</exception>
    /// <exception cref="InvalidDataException">The file of features is damaged.</exception>
    protected override TaskInstance Begin(long seed, TaskOptions options) => new SpokenDigitsInstance(seed, options.Dtype);
}
