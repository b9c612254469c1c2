using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>Where libnvrtc may be.</summary>
internal static class NvrtcFiles
{
    /// <summary>A variable with the file of choice.</summary>
    internal const string Choice = "OPTIM_NVRTC";

    private static readonly string[] Names = OperatingSystem.IsWindows()
        ? ["nvrtc64_120_0.dll", "nvrtc64_130_0.dll", "nvrtc64_112_0.dll"]
        : ["libnvrtc.so.12", "libnvrtc.so.13", "libnvrtc.so.11.2", "libnvrtc.so"];

    /// <summary>The file of choice alone, else those beside libtorch, then what the loader finds.</summary>
    internal static IReadOnlyList<string> All() => Environment.GetEnvironmentVariable(Choice) is { Length: > 0 } chosen ? [chosen] : [.. BesideLibtorch(), .. Names];

    /// <summary>
    /// Loads the library that NVRTC loads by its name alone when it first compiles, from beside the file: found by then, it
    /// need not be where the loader looks.
    /// </summary>
    /// <param name="name">A file, or a name, beside which there is nothing.</param>
    internal static void LoadBuiltins(string name)
    {
        if (Path.GetDirectoryName(name) is not { Length: > 0 } folder || !Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*nvrtc-builtins*").Order(StringComparer.Ordinal))
            NativeLibrary.TryLoad(file, out _);
    }

    /// <summary>libtorch brings its own, under a name with a part that differs from build to build.</summary>
    private static IEnumerable<string> BesideLibtorch()
    {
        using var process = Process.GetCurrentProcess();
        var folders = process.Modules.Cast<ProcessModule>().Where(m => m.ModuleName.Contains("torch", StringComparison.OrdinalIgnoreCase))
            .Select(m => Path.GetDirectoryName(m.FileName)).OfType<string>().Distinct().ToArray();
        return folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*nvrtc*"))
            .Where(f => Path.GetFileName(f) is var name && (name.StartsWith("libnvrtc", StringComparison.Ordinal) || name.StartsWith("nvrtc64", StringComparison.Ordinal)) && !name.Contains("builtins", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }
}
