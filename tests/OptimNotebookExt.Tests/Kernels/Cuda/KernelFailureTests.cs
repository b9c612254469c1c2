using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers.Failures;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>Kernels that cannot be started: nothing is half done.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelFailureTests
{
    [GppTheory]
    [InlineData("Eve", "screen_chunks")]
    [InlineData("Eve", "screen_tensors")]
    [InlineData("Eve", "eve_reduce")]
    [InlineData("Eve", "eve_decide")]
    [InlineData("Eve", "eve_apply")]
    [InlineData("Cain", "screen_tensors")]
    [InlineData("Cain", "cain_reduce")]
    [InlineData("Cain", "cain_decide")]
    [InlineData("Cain", "cain_apply")]
    public void Where_one_cannot_be_started_everything_stays_to_the_bit_and_training_goes_on(string optimizer, string kernel)
    {
        CpuLauncher? launcher = null;
        using var pair = new PathPair(optimizer, OptimizerPath.Device, ScalarType.Float32, 3, [], [[5, 4], [5, 4], [9], []]);
        pair.FastOptimizer.Kernels = CpuLauncher.Choice(CpuLauncher.Small, made => launcher = made);
        for (var step = 0; step < 3; step++)
            pair.Step(step);

        launcher!.Broken.Add(kernel);
        var before = new Frozen(pair.FastOptimizer, pair.Fast);
        var error = Assert.Throws<StepFailedException>(() => pair.FastOptimizer.step());
        Assert.Contains($"{kernel} is broken", error.Message, StringComparison.Ordinal);
        Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, pair.Fast)));

        launcher.Broken.Clear();
        for (var step = 3; step < 12; step++)
            pair.Step(step);
        Assert.Empty(pair.FastOptimizer.Failures);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }
}
