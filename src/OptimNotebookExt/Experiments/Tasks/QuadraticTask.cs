namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// An ill-conditioned quadratic of matrices: loss = ½·mean over all matrices' elements of (A^½·(W - W*)·B^½ - σ·Ξ)², that of
/// least squares whose inputs and outputs are correlated. A and B have eigenvalues from 1 down to 10⁻³, spread evenly in the
/// logarithm, in random bases, and are scaled to a mean diagonal of 1; so the conditioning is 10⁶. Ξ is new in every step.
/// </summary>
/// <param name="noise">σ, the standard deviation of the noise; finite, at least 0.</param>
public sealed class QuadraticTask(double noise) : TrainingTask
{
    private readonly double noise = double.IsFinite(noise) && noise >= 0
        ? noise
        : throw new ArgumentOutOfRangeException(nameof(noise), noise, FormattableString.Invariant($"noise must be finite and at least 0, but is {noise}."));

    /// <inheritdoc/>
    public override string Name => noise > 0 ? "quadratic-noise" : "quadratic";

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"Ill-conditioned quadratic of two matrices (10⁶){(noise > 0 ? $", with noise {noise}" : string.Empty)}.");

    /// <inheritdoc/>
    public override int Steps => 1000;

    /// <summary><c>loss</c>: the quadratic without its noise.</summary>
    public override string Metric => "loss";

    /// <summary>0.003 above the mean of the noise, ½·σ².</summary>
    public override double Target => 0.003 + 0.5 * noise * noise;

    /// <inheritdoc/>
    protected override TaskInstance Begin(long seed, TaskOptions options) => new QuadraticInstance(seed, noise, options.Dtype);
}
