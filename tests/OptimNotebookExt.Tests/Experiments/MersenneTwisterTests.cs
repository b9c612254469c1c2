using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Tests.Experiments;

public class MersenneTwisterTests
{
    [Theory]
    [InlineData(42, 400, 327, 57, 12, 379, 140)]
    [InlineData(1, 400, 68, 291, 391, 32, 130)]
    [InlineData(0, 1, 1, 1, 0, 1, 1)]
    [InlineData(-5, 1000, 637, 261, 759, 367, 814)]
    [InlineData(1099511627779, 70, 28, 7, 70, 12, 38)]
    public void Numbers_are_those_of_Pythons_randint(long seed, long maximum, params int[] expected)
    {
        var generator = new MersenneTwister(seed);
        Assert.Equal(expected, expected.Select(_ => (int)generator.NextAtMost(maximum)));
    }

    [Fact]
    public void A_refilled_state_goes_on_as_in_Python()
    {
        var generator = new MersenneTwister(7);
        for (var i = 0; i < 5000; i++)
            generator.NextAtMost(99);
        Assert.Equal(90, generator.NextAtMost(99));
    }
}
