using System.Runtime.InteropServices;
using OptimNotebookExt.Kernels.Cuda;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>A library with the driver's functions that runs kernels on the CPU.</summary>
internal sealed unsafe class CpuDriver
{
    private readonly nint library;

    internal CpuDriver(string source, ScalarType dtype)
    {
        using var folder = new TemporaryFolder();
        var text = CpuLauncher.Text(source);
        var calls = CpuLauncher.Kernels(text).Select(k => $"    if (!strcmp(kernel, \"{k.Kernel}\")) return emulation::run<{k.Arguments}, {k.Kernel}>(blocks, arguments, sizeof({k.Arguments}), false);");
        var header = File.ReadAllText(Repository.Path("tests", "OptimNotebookExt.Tests", "Kernels", "Cuda", "driver_on_cpu.h"));
        var file = Gpp.Compile(
            folder,
            string.Join('\n', [text, header, "static CUresult call(const char *kernel, unsigned blocks, void *arguments) {", .. calls, "    return NOT_FOUND;", "}"]),
            KernelLayout.Default.Definitions(CpuLauncher.Real(dtype)));
        Driver = CudaDriver.Load(file);
        library = NativeLibrary.Load(file);
        // As NVRTC would name them.
        Ptx = [.. System.Text.Encoding.UTF8.GetBytes(".target sm_86\n" + string.Concat(CpuLauncher.Kernels(text).Select(k => $".visible .entry {k.Kernel}(\n"))), 0];
    }

    internal CudaDriver Driver { get; }

    /// <summary>What this driver takes for PTX of the kernels.</summary>
    internal byte[] Ptx { get; }

    /// <summary>Contexts that were pushed on this thread and not popped.</summary>
    internal int ContextsLeft => ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "contextsLeft"))();
}
