using static TorchSharp.torch;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>Kernels on a CUDA device: compiled by NVRTC, launched through the driver.</summary>
internal sealed unsafe class CudaLauncher : IKernelLauncher
{
    private readonly CudaDriver driver;
    private readonly CudaModule module;

    /// <param name="driver">Which loaded the module.</param>
    /// <param name="module">Kernels of one source text, for one device and dtype.</param>
    /// <param name="layout">With which they were compiled.</param>
    internal CudaLauncher(CudaDriver driver, CudaModule module, KernelLayout layout) => (this.driver, this.module, Layout) = (driver, module, layout);

    public KernelLayout Layout { get; }

    /// <summary>Compiles the kernels of a source text for a device and dtype.</summary>
    /// <exception cref="KernelException">NVRTC or the driver is missing, or one of them refused; the message says why.</exception>
    internal static IKernelLauncher Compile(string source, Device device, ScalarType dtype) => Compile(Nvrtc.Find(), CudaDriver.Find(), source, device.index, dtype);

    /// <summary>The same with the libraries of choice.</summary>
    internal static CudaLauncher Compile(Nvrtc nvrtc, CudaDriver driver, string source, int device, ScalarType dtype)
    {
        var layout = KernelLayout.Default;
        var ptx = nvrtc.Compile(KernelSource.Of(source), nvrtc.Architecture(driver.Capability(device)), layout.Definitions(dtype == ScalarType.Float64 ? "double" : "float"));
        return new(driver, driver.Load(device, ptx), layout);
    }

    public void Launch<TArguments>(string kernel, int blocks, TArguments arguments)
        where TArguments : unmanaged
    {
        if (blocks == 0)
            return;
        // The driver copies the arguments before it returns.
        driver.Launch(module, kernel, blocks, Layout.Threads, &arguments);
    }
}
