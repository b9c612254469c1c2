using System.Text;
using OptimNotebookExt.Kernels.Cuda;
using OptimNotebookExt.Optimizers.Batches;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>The kernels' text through NVIDIA's own compiler, where it is.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class NvrtcTests
{
    [NvrtcFact]
    public void Every_kernel_compiles_for_every_architecture_and_dtype()
    {
        var nvrtc = Nvrtc.Find();
        // The oldest and the newest, which between them have all that the others refuse.
        foreach (var architecture in (int[])[nvrtc.Architectures[0], nvrtc.Architectures[^1]])
        {
            foreach (var source in DeviceKernels.Sources)
            {
                foreach (var real in (string[])["float", "double"])
                {
                    var text = KernelSource.Of(source);
                    var ptx = Encoding.UTF8.GetString(nvrtc.Compile(text, architecture, KernelLayout.Default.Definitions(real)));
                    Assert.EndsWith("\0", ptx, StringComparison.Ordinal);
                    Assert.Contains($".target sm_{architecture}", ptx, StringComparison.Ordinal);
                    var kernels = CpuLauncher.Kernels(text).ToArray();
                    Assert.Equal(5, kernels.Length);
                    Assert.All(kernels, k => Assert.Contains($".entry {k.Kernel}(", ptx, StringComparison.Ordinal));
                    // Sums are in a fixed order: nothing adds up in memory.
                    Assert.DoesNotMatch(@"\b(atom|red)\.", ptx);
                    Assert.Contains(real == "double" ? "sqrt.rn.f64" : "sqrt.rn.f32", ptx, StringComparison.Ordinal);
                }
            }
        }
    }

    [NvrtcFact]
    public void What_it_says_of_a_text_with_errors_is_in_the_message()
    {
        var error = Assert.Throws<KernelException>(() => Nvrtc.Find().Compile("#line 7 \"Eve.cu\"\nextern \"C\" __global__ void eve() { undeclared = 1; }", Nvrtc.Find().Architectures[^1]));
        Assert.Contains("could not compile the kernels (NVRTC_ERROR_COMPILATION)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Eve.cu(7): error: identifier \"undeclared\" is undefined", error.Message, StringComparison.Ordinal);
    }

    [NvrtcFact]
    public void It_compiles_for_the_newest_architecture_that_a_device_can_run()
    {
        var nvrtc = Nvrtc.Find();
        Assert.Equal(nvrtc.Architectures[^1], nvrtc.Architecture(1000));
        Assert.Equal(nvrtc.Architectures[0], nvrtc.Architecture(nvrtc.Architectures[0]));
        Assert.Contains("the device has 1.0", Assert.Throws<KernelException>(() => nvrtc.Architecture(10)).Message, StringComparison.Ordinal);
        Assert.InRange(nvrtc.Version.Major, 11, 99);
    }

    [Fact]
    public void A_source_text_that_is_not_there_is_named() =>
        Assert.Contains("There are no kernels 'NeutralGradient'", Assert.Throws<ArgumentException>(() => KernelSource.Of("NeutralGradient")).Message, StringComparison.Ordinal);
}
