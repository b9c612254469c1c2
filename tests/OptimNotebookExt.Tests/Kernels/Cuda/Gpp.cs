using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>The C++ compiler of this machine.</summary>
internal static class Gpp
{
    /// <summary>More options, such as <c>-fsanitize=address</c> (docs/TESTING.md).</summary>
    private static readonly string[] More = (Environment.GetEnvironmentVariable("OPTIM_GPP_OPTIONS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Why nothing can be compiled; null where it can.</summary>
    internal static string? Missing { get; } = FindMissing();

    /// <summary>Compiles C++ and loads it. The file is gone afterwards, the library stays loaded.</summary>
    internal static nint Load(string source, params IReadOnlyList<string> options)
    {
        using var folder = new TemporaryFolder();
        return NativeLibrary.Load(Compile(folder, source, options));
    }

    /// <summary>Compiles C++ into a library in the folder.</summary>
    internal static string Compile(TemporaryFolder folder, string source, params IReadOnlyList<string> options)
    {
        var (text, library) = (folder.Write("source.cpp", source), Path.Combine(folder.Root, "library.so"));
        var log = Run(folder, ["-shared", "-fPIC", "-std=c++17", "-O1", "-ffp-contract=off", "-Wall", "-Wno-unused-function", .. More, .. options, "-o", library, text], out var code);
        Assert.True(code == 0, log);
        return library;
    }

    private static string Run(TemporaryFolder folder, string[] arguments, out int code)
    {
        using var process = Process.Start(folder.Holding(new("g++", arguments) { RedirectStandardError = true }))!;
        var log = process.StandardError.ReadToEnd();
        process.WaitForExit();
        code = process.ExitCode;
        return log;
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux())
            return "kernels are tried on a CPU under Linux alone";
        try
        {
            using var folder = new TemporaryFolder();
            Run(folder, ["--version"], out var code);
            return code == 0 ? null : "g++ --version failed";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "g++ is not on the PATH";
        }
    }
}
