using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

/// <summary>Against values counted by hand.</summary>
public sealed class SweepStatisticsTests
{
    [Theory]
    // Ranks 1 to 5, the sum of the positive is 12: as far are the sums 0, 1, 2, 3, 3 and their mirror images, 10 of 32.
    [InlineData(new[] { 1.0, 2, -3, 4, 5 }, 10.0 / 32)]
    // All of one sign: that way and its mirror image.
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 2.0 / 1024)]
    [InlineData(new[] { -1.0, -2, -3, -4, -5 }, 2.0 / 32)]
    // Equal sizes share the rank 2: the sums 0, 2, 2, 2, 4, 4, 4, 6, all as far as 4 or farther.
    [InlineData(new[] { 1.0, 1, -1 }, 1.0)]
    // A zero takes the rank 1 and drops out: ranks 2, 3, 4.
    [InlineData(new[] { 0.0, 1, 2, 3 }, 2.0 / 8)]
    // Ranks 1, 2.5, 2.5: the sums 5, 6 and 0, 1 of 8.
    [InlineData(new[] { double.PositiveInfinity, double.PositiveInfinity, -1 }, 4.0 / 8)]
    [InlineData(new[] { 0.0, 0, 0 }, 1.0)]
    [InlineData(new double[0], 1.0)]
    public void The_signed_rank_test_counts_the_ways_that_lie_as_far(double[] differences, double p) => Assert.Equal(p, SignedRankTest.PValue(differences), 15);

    [Fact]
    public void Holm_multiplies_by_the_number_of_tests_that_are_left() =>
        Assert.Equal([0.03, 0.06, 0.06], HolmCorrection.Apply([0.01, 0.04, 0.03]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Holm_stays_within_one_and_keeps_the_order() => Assert.Equal([1.0, 1, 0.5], HolmCorrection.Apply([0.9, 0.6, 0.5 / 3]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Quantiles_lie_between_order_statistics()
    {
        Assert.Equal(2.5, Quantiles.Median([4, 1, 3, 2]));
        Assert.Equal(1.75, Quantiles.Of([4, 1, 3, 2], 0.25));
        Assert.Equal(3, Quantiles.Median([double.PositiveInfinity, 3, 1]));
        Assert.Equal(double.PositiveInfinity, Quantiles.Median([double.PositiveInfinity, 3]));
        Assert.Equal(double.PositiveInfinity, Quantiles.Median([double.PositiveInfinity, double.PositiveInfinity, 3]));
    }

    [Fact]
    public void The_geometric_mean_is_that_of_the_logarithms()
    {
        Assert.Equal(10, Quantiles.GeometricMean([1, 100]), 12);
        Assert.Equal(0, Quantiles.GeometricMean([0, 100]));
    }
}
