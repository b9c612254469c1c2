using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>How many steps each parameter may wait for its update once the learning rate is low. Source: <c>_recalibrate_speedup</c>.</summary>
public static class SpeedupPeriods
{
    private const double MaxSpeedup = 10;

    /// <summary>Update periods, at least 1, in the precision of <paramref name="gradTimesStep"/>; all 1 where there is nothing to gain.</summary>
    /// <param name="gradTimesStep">Per parameter the running mean of gradient times step; negative values count as 0 (N07).</param>
    /// <param name="lrForSpeedup">The learning rate below which to speed up.</param>
    /// <param name="lr">The present learning rate.</param>
    public static long[] Compute(Tensor gradTimesStep, double lrForSpeedup, double lr)
    {
        ArgumentNullException.ThrowIfNull(gradTimesStep);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var speedup = Math.Min(lrForSpeedup / lr, MaxSpeedup);
        // The fourth root: two square roots, as published (N08).
        var roots = gradTimesStep.clamp(min: Scalars.Of(0)).sqrt().sqrt();
        if (speedup <= 1 || roots.mean().ToDouble() == 0)
            return [.. Enumerable.Repeat(1L, (int)gradTimesStep.numel())];

        var (mean_freq, min_freq) = (1 / speedup, 1 / (3 * speedup));
        var freqs = roots * roots.mean().Under(mean_freq);
        freqs = freqs * freqs.clamp(min: Scalars.Of(min_freq), max: Scalars.One).mean().Under(mean_freq);
        var periods = freqs.clamp(min: Scalars.Of(min_freq), max: Scalars.One).reciprocal().to(ScalarType.Int64).cpu();
        return periods.data<long>().ToArray();
    }
}
