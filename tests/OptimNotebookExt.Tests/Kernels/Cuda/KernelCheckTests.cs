using OptimNotebookExt.Kernels.Cuda;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>What kernels have to pass before they are used.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelCheckTests
{
    [GppTheory, MemberData(nameof(KernelPathTests.Cases), MemberType = typeof(KernelPathTests))]
    public void Good_kernels_pass(string optimizer, ScalarType dtype)
    {
        var kernels = new DeviceKernels(true, (source, _, type) => new CpuLauncher(source, type, KernelLayout.Default));
        Assert.NotNull(kernels.FindOn(optimizer, CPU, dtype));
        Assert.Same(kernels.FindOn(optimizer, CPU, dtype), kernels.FindOn(optimizer, CPU, dtype));
        Assert.Equal(($"{optimizer}, cpu, {dtype}", null), (kernels.Findings.Single().Key, kernels.Findings.Single().Value));
    }

    [GppTheory]
    [InlineData("Eve", "eve_decide")]
    [InlineData("Eve", "eve_apply")]
    [InlineData("Eve", "screen_chunks")]
    [InlineData("Cain", "cain_reduce")]
    [InlineData("Cain", "cain_decide")]
    [InlineData("Cain", "screen_chunks")]
    public void Kernels_that_do_something_else_are_not_used_and_the_reason_is_kept(string optimizer, string forgotten)
    {
        var kernels = new DeviceKernels(true, (source, _, type) => new CpuLauncher(source, type, CpuLauncher.Small) { Forgotten = { forgotten } });
        Assert.Null(kernels.FindOn(optimizer, CPU, ScalarType.Float32));
        Assert.Matches("differs by .* from the batched operations|other steps than the batched operations", Assert.Single(kernels.Findings.Values)!);
    }

    [GppFact]
    public void Kernels_that_cannot_be_started_are_not_used()
    {
        var kernels = new DeviceKernels(true, (source, _, type) => new CpuLauncher(source, type, CpuLauncher.Small) { Broken = { "eve_apply" } });
        Assert.Null(kernels.FindOn("Eve", CPU, ScalarType.Float64));
        Assert.Contains("eve_apply is broken", Assert.Single(kernels.Findings.Values), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_leaves_the_step_to_batched_operations_with_a_reason()
    {
        var compiled = 0;
        var kernels = new DeviceKernels(true, (_, _, _) =>
        {
            compiled++;
            Nvrtc.Load("libnvrtc-that-is-not-there.so");
            throw new InvalidOperationException("It is there.");
        });
        using var pair = new PathPair("Eve", OptimizerPath.Device, ScalarType.Float64, 3, [], [[5, 4], [9]]);
        pair.FastOptimizer.Kernels = kernels.FindOn;
        for (var step = 0; step < 12; step++)
            pair.Step(step);

        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        Assert.Equal(1, compiled);
        Assert.Equal("NVRTC was not found: none of libnvrtc-that-is-not-there.so can be loaded.", Assert.Single(kernels.Findings.Values));
    }

    [Fact]
    public void They_are_off_unless_wanted_and_no_business_of_a_CPU()
    {
        Assert.False(DeviceKernels.Shared.IsWanted);
        Assert.Null(new DeviceKernels(false, Refuse).Find("Eve", new Device("cuda:0"), ScalarType.Float32));
        Assert.Null(new DeviceKernels(true, Refuse).Find("Eve", CPU, ScalarType.Float32));
        Assert.Throws<InvalidOperationException>(() => new DeviceKernels(true, Refuse).Find("Eve", new Device("cuda:0"), ScalarType.Float32));

        static IKernelLauncher Refuse(string source, Device device, ScalarType dtype) => throw new InvalidOperationException();
    }
}
