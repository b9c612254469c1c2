using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using OptimNotebookExt.Kernels.Cuda;
using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>
/// The kernels of a device, compiled by g++ from the same text and run on the CPU: with it all of the host's side, tables,
/// step counts and screening, runs as it does on a device.
/// </summary>
internal sealed unsafe partial class CpuLauncher : IKernelLauncher
{
    /// <summary>Small, so that small tensors have many blocks of many chunks.</summary>
    internal static readonly KernelLayout Small = new(8, 32, 4);

    private static readonly ConcurrentDictionary<(string, ScalarType, KernelLayout), Lazy<nint>> Libraries = [];
    private readonly nint library;

    internal CpuLauncher(string source, ScalarType dtype, KernelLayout layout)
    {
        Layout = layout;
        library = Libraries.GetOrAdd((source, dtype, layout), key => new(() => Compile(key.Item1, key.Item2, key.Item3))).Value;
    }

    public KernelLayout Layout { get; }

    /// <summary>The names of what was launched.</summary>
    internal List<string> Launched { get; } = [];

    /// <summary>Whether blocks and threads run from the last to the first.</summary>
    internal bool IsReversed { get; init; }

    /// <summary>Kernels that cannot be started.</summary>
    internal HashSet<string> Broken { get; } = [];

    /// <summary>Kernels that are forgotten, as a faulty driver might.</summary>
    internal HashSet<string> Forgotten { get; } = [];

    /// <summary>Kernels for the optimizer under test, of its dtype whatever it is.</summary>
    internal static KernelChoice Choice(KernelLayout layout, Action<CpuLauncher>? made = null)
    {
        var known = new Dictionary<(string, ScalarType), CpuLauncher>();
        return (source, _, dtype) =>
        {
            if (!known.TryGetValue((source, dtype), out var launcher))
            {
                known.Add((source, dtype), launcher = new(source, dtype, layout));
                made?.Invoke(launcher);
            }
            return launcher;
        };
    }

    public void Launch<TArguments>(string kernel, int blocks, TArguments arguments)
        where TArguments : unmanaged
    {
        if (Broken.Contains(kernel))
            throw new KernelException($"{kernel} is broken.");
        Launched.Add(kernel);
        if (Forgotten.Contains(kernel))
            return;
        var run = (delegate* unmanaged[Cdecl]<uint, void*, nuint, byte, int>)NativeLibrary.GetExport(library, "run_" + kernel);
        Assert.Equal(0, run((uint)blocks, &arguments, (nuint)sizeof(TArguments), IsReversed ? (byte)1 : (byte)0));
    }

    private static nint Compile(string source, ScalarType dtype, KernelLayout layout)
    {
        var text = KernelSource.Of(source);
        var runs = Kernel().Matches(text).Select(m => $"extern \"C\" int run_{m.Groups[1]}(unsigned blocks, const void *a, size_t size, bool isReversed) {{ return emulation::run<{m.Groups[2]}, {m.Groups[1]}>(blocks, a, size, isReversed); }}");
        var header = File.ReadAllText(Repository.Path("tests", "OptimNotebookExt.Tests", "Kernels", "Cuda", "cuda_on_cpu.h"));
        return Gpp.Load(string.Join('\n', [header, text, .. runs]), layout.Definitions(dtype == ScalarType.Float64 ? "double" : "float"));
    }

    [GeneratedRegex("""extern "C" __global__ void (\w+)\((\w+) """)]
    private static partial Regex Kernel();
}
