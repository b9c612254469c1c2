using System.Diagnostics;

namespace OptimNotebookExt.Host.Tests;

/// <summary>The width of vectors is fixed when a process starts, so each is tried in a process of its own.</summary>
public sealed class VectorWidthTests
{
    [Theory]
    [InlineData("no AVX-512", "DOTNET_EnableAVX512F", "DOTNET_EnableAVX512")]
    [InlineData("no AVX2: 128 bits", "DOTNET_EnableAVX2", "DOTNET_EnableAVX")]
    [InlineData("no vector instructions at all", "DOTNET_EnableHWIntrinsic")]
    public void The_fast_path_matches_the_golden_files_on_every_vector_width(string what, params string[] switchedOff)
    {
        var golden = Directory.GetFiles(GoldenFolder(), "*.json")
            .Where(f => Path.GetFileName(f).StartsWith("Eve__", StringComparison.Ordinal) || Path.GetFileName(f).StartsWith("Cain__", StringComparison.Ordinal));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "optimnb.dll"), "replay", .. golden])
        {
            RedirectStandardOutput = true,
        };
        foreach (var name in switchedOff)
            start.Environment[name] = "0";

        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();

        var fast = lines.Where(l => l.Contains(" fast ", StringComparison.Ordinal)).ToArray();
        Assert.True(fast.Length >= 18, $"{what}: {fast.Length} lines of the fast path");
        Assert.All(fast, line => Assert.EndsWith("PASS", line, StringComparison.Ordinal));
        Assert.Equal(0, process.ExitCode);
    }

    private static string GoldenFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Notebooks.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "data", "golden");
    }
}
