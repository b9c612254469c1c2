using System.Text;

namespace OptimNotebookExt.Host.Doctor;

/// <summary>TorchSharp's library for Linux needs the C++ library of GCC 13.</summary>
internal static class StandardLibraryCheck
{
    internal const string Symbol = "GLIBCXX_3.4.32";
    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib"];

    internal static Finding? Of(MachineFacts facts) => !facts.IsLinuxX64 || facts.HasSymbol ? null
        : Finding.Fail("libstdc++", facts.StandardLibrary is not { } file
            ? "not found: install libstdc++6 of GCC 13 or newer"
            : $"{file} lacks {Symbol}, which TorchSharp needs: {Remedy(facts.System)}");

    /// <summary>The file that the loader would take; a folder of LD_LIBRARY_PATH comes first.</summary>
    internal static string? Find() => (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(Folders).Select(folder => Path.Combine(folder, "libstdc++.so.6")).FirstOrDefault(File.Exists);

    internal static bool HasSymbol(string file) => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Symbol + "\0")) >= 0;

    private static string Remedy(string system) => system.Contains("Debian", StringComparison.Ordinal) && system.Contains("12", StringComparison.Ordinal)
        ? "run './run.sh --setup' of the repository as root (it installs libstdc++6 of Debian 13)"
        : "install libstdc++6 of GCC 13 or newer (Debian 13, Ubuntu 24.04 and later have it)";
}
