using OptimNotebookExt.Kernels.Cuda;
using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>The binding of the CUDA driver, against a library with its functions that runs kernels on the CPU.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class CudaLauncherTests
{
    [GppTheory, MemberData(nameof(KernelPathTests.Cases), MemberType = typeof(KernelPathTests))]
    public void Kernels_are_loaded_and_launched_through_the_driver(string optimizer, ScalarType dtype)
    {
        var cpu = new CpuDriver(optimizer, dtype);
        var launcher = new CudaLauncher(cpu.Driver, cpu.Driver.Load(1, cpu.Ptx), KernelLayout.Default);

        Assert.Null(KernelCheck.Difference(optimizer, launcher, CPU, dtype));
        Assert.Equal(86, cpu.Driver.Capability(1));
        Assert.Equal(0, cpu.ContextsLeft);
    }

    [NvrtcFact(NeedsGpp = true)]
    public void Kernels_are_compiled_by_NVRTC_and_their_PTX_goes_through_the_driver()
    {
        var cpu = new CpuDriver("Cain", ScalarType.Float32);
        var launcher = CudaLauncher.Compile(Nvrtc.Find(), cpu.Driver, "Cain", 0, ScalarType.Float32);
        Assert.Null(KernelCheck.Difference("Cain", launcher, CPU, ScalarType.Float32));
    }

    [GppFact]
    public void What_the_driver_refuses_is_said_in_its_words()
    {
        var cpu = new CpuDriver("Eve", ScalarType.Float32);
        Says("cuModuleLoadData failed: a PTX JIT compilation failed.", () => cpu.Driver.Load(0, [0]));
        Says("cuDeviceGet failed: invalid argument.", () => cpu.Driver.Capability(7));
        var launcher = new CudaLauncher(cpu.Driver, cpu.Driver.Load(0, cpu.Ptx), KernelLayout.Default);
        Says("cuModuleGetFunction of cain_apply failed: named symbol not found.", () => launcher.Launch("cain_apply", 1, default(CainArguments)));
        Says("cuLaunchKernel of eve_apply failed: invalid argument.", () => new CudaLauncher(cpu.Driver, cpu.Driver.Load(0, cpu.Ptx), CpuLauncher.Small).Launch("eve_apply", 1, default(EveArguments)));
        launcher.Launch("eve_apply", 0, default(EveArguments));
        Assert.Equal(0, cpu.ContextsLeft);

        static void Says(string message, Action act) => Assert.Equal(message, Assert.Throws<KernelException>(act).Message);
    }

    [Fact]
    public void A_library_that_is_not_there_or_is_another_one_is_named()
    {
        Assert.Equal("The CUDA driver was not found: none of libcuda-that-is-not-there.so can be loaded.", Assert.Throws<KernelException>(() => CudaDriver.Load("libcuda-that-is-not-there.so")).Message);
        if (OperatingSystem.IsLinux())
            Assert.Equal("libc.so.6 has no function cuGetErrorString: another version is needed.", Assert.Throws<KernelException>(() => CudaDriver.Load("libc.so.6")).Message);
    }
}
