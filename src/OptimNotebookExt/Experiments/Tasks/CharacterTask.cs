namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// Predicts the next character of <c>data/characters/text.txt</c>, this repository's own documents: embedding of 64, one
/// block of causal attention (4 heads) and a perceptron of 128, batches of 16 pieces of 64 characters. Loss: mean cross
/// entropy in nats. A tenth of the text, in blocks of 1000 characters, is held out.
/// </summary>
public sealed class CharacterTask : TrainingTask
{
    /// <inheritdoc/>
    public override string Name => "characters";

    /// <inheritdoc/>
    public override string Description => "A small attention model predicts the next character of a text.";

    /// <inheritdoc/>
    public override int Steps => 1000;

    /// <summary><c>loss</c>: the cross entropy on the held-out blocks.</summary>
    public override string Metric => "loss";

    /// <inheritdoc/>
    public override double Target => 2.2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputFiles => [CharacterText.FilePath];

    /// <inheritdoc/>
    /// <exception cref="FileNotFoundException">The text is not there (<see cref="TaskData"/>).</exception>
    protected override TaskInstance Begin(long seed, TaskOptions options) => new CharacterInstance(seed, options.Dtype, CharacterText.Load());
}
