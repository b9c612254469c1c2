using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>The fast path never writes a gradient, also where one parameter stands alone and its axes have vectors for projections.</summary>
public sealed class BatchedGradientTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void A_gradient_is_read_only(int largestMatrix)
    {
        using var pair = new PathPair("NeutralGradient", ScalarType.Float64, 3, [("max_fullcov_size", largestMatrix)], [5, 6]);
        for (var step = 0; step < 45; step++)
        {
            double[] given = [];
            pair.Step(step, parameters => given = parameters[0].Parameter.grad!.Doubles());
            Assert.Equal(given, pair.Fast[0].Parameter.grad!.Doubles());
        }
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }
}
