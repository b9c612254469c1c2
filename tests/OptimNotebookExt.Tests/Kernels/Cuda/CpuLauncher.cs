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

    /// <summary>Kernels of a text of one's own.</summary>
    internal CpuLauncher(string text, ScalarType dtype)
    {
        Layout = Small;
        library = CompileText(text, dtype, Small);
    }

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

    /// <summary>The kernels' text and what runs it on a CPU, without a way to call it.</summary>
    internal static string Text(string source) =>
        File.ReadAllText(Repository.Path("tests", "OptimNotebookExt.Tests", "Kernels", "Cuda", "cuda_on_cpu.h")) + "\n" + KernelSource.Of(source);

    /// <summary>The names of the kernels in a text, and of the struct that each takes.</summary>
    internal static IEnumerable<(string Kernel, string Arguments)> Kernels(string text) => Kernel().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    /// <summary>How REAL is written.</summary>
    internal static string Real(ScalarType dtype) => dtype == ScalarType.Float64 ? "double" : "float";

    private static nint Compile(string source, ScalarType dtype, KernelLayout layout) => CompileText(Text(source), dtype, layout);

    private static nint CompileText(string text, ScalarType dtype, KernelLayout layout)
    {
        var runs = Kernels(text).Select(k => $"extern \"C\" int run_{k.Kernel}(unsigned blocks, const void *a, size_t size, bool isReversed) {{ return emulation::run<{k.Arguments}, {k.Kernel}>(blocks, a, size, isReversed); }}");
        return Gpp.Load(string.Join('\n', [text, .. runs]), layout.Definitions(Real(dtype)));
    }

    [GeneratedRegex("""extern "C" __global__ void (\w+)\((\w+) """)]
    private static partial Regex Kernel();
}
