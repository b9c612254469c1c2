using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

public sealed class EveTests
{
    [Theory]
    [InlineData(ScalarType.Float64, 1e-13)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void With_a_target_rms_out_of_reach_it_is_AdamW_without_decay(ScalarType dtype, double tolerance)
    {
        var (ours, theirs) = (TestModels.Parameters(1, dtype, [4, 3], [7], []), TestModels.Parameters(1, dtype, [4, 3], [7], []));
        using var eve = new Eve(ours.Select(p => p.Parameter), lr: 0.01, beta1: 0.85, beta2: 0.97, eps: 1e-6, target_rms: 10);
        using var adamW = optim.AdamW(theirs.Select(p => p.Parameter), lr: 0.01, beta1: 0.85, beta2: 0.97, eps: 1e-6, weight_decay: 0);
        for (var step = 0; step < 50; step++)
        {
            TestModels.SetGradients(ours, step);
            TestModels.SetGradients(theirs, step);
            eve.step();
            adamW.step();
        }
        foreach (var (a, b) in TestModels.Values(ours).Zip(TestModels.Values(theirs)))
            Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void Only_tensors_above_the_target_rms_decay()
    {
        var (large, small) = (new TorchSharp.Modules.Parameter(full([2, 2], 0.5)), new TorchSharp.Modules.Parameter(full([2, 2], 0.05)));
        using var eve = new Eve([("large", large), ("small", small)], lr: 0, weight_decay: 0.1, target_rms: 0.1);
        (large.grad, small.grad) = (ones(2, 2), ones(2, 2));

        eve.step();

        Assert.All(large.Doubles(), v => Assert.Equal(0.45, v, 6));
        Assert.All(small.Doubles(), v => Assert.Equal(0.05, v, 6));
    }
}
