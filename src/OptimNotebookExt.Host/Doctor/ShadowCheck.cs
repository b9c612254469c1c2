namespace OptimNotebookExt.Host.Doctor;

/// <summary>Another libtorch, as that of Debian's python3-torch, that the loader found first.</summary>
internal static class ShadowCheck
{
    private static readonly string[] Names = ["libtorch", "libc10", "libLibTorchSharp"];

    internal static Finding? Of(MachineFacts facts)
    {
        var folders = facts.LoadedLibraries.Select(l => Path.GetDirectoryName(l)!).Distinct().ToArray();
        // Links to the packages may lie together, or each package in its own folder of NuGet's cache.
        var foreign = folders.Where(f => f.StartsWith("/usr/", StringComparison.Ordinal) || f.StartsWith("/lib/", StringComparison.Ordinal)).ToArray();
        return foreign.Length == 0 || foreign.Length == folders.Length ? null : Finding.Fail(
            "libtorch", $"another libtorch in {string.Join(", ", foreign)} is loaded beside {string.Join(", ", folders.Except(foreign))}: remove it (apt-get remove python3-torch libtorch1.13) or take its folder from LD_LIBRARY_PATH");
    }

    /// <summary>Files of libtorch in this process; empty where the system does not tell.</summary>
    internal static IReadOnlyList<string> Loaded() => !File.Exists("/proc/self/maps") ? []
        : [.. File.ReadLines("/proc/self/maps").Select(l => l.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? l[at..] : "")
            .Where(f => Names.Any(n => Path.GetFileName(f).StartsWith(n, StringComparison.Ordinal))).Distinct().Order(StringComparer.Ordinal)];
}
