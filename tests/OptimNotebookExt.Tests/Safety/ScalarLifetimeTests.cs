using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Tests.Safety;

public sealed class ScalarLifetimeTests
{
    [Fact]
    public void No_number_becomes_a_Scalar_that_nobody_keeps_alive() => ScalarCalls.AssertNone(typeof(ResearchOptimizer));

    [Theory]
    [InlineData("TorchSharp.torch+Tensor::op_Multiply(TorchSharp.torch+Tensor,Double)", true)]
    [InlineData("TorchSharp.torch+Tensor::op_Addition(TorchSharp.torch+Tensor,TorchSharp.torch+Tensor)", true)]
    [InlineData("TorchSharp.torch+Tensor::square()", true)]
    [InlineData("TorchSharp.Scalar::op_Implicit(Double)", true)]
    [InlineData("TorchSharp.torch+Tensor::op_Multiply(TorchSharp.torch+Tensor,TorchSharp.torch+Tensor)", false)]
    [InlineData("TorchSharp.torch+Tensor::mul(TorchSharp.Scalar)", false)]
    public void What_makes_a_Scalar_of_its_own_is_told_from_what_takes_one(string method, bool races) =>
        Assert.Equal(races, ScalarCalls.Races(method));
}
