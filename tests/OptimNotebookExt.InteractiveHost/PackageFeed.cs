using System.Diagnostics;
using System.Globalization;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>Both packages in a folder, under a version that no other feed has, and what they leave on the machine removed afterwards.</summary>
public sealed class PackageFeed : IDisposable
{
    /// <summary>More sources of packages; NuGet reads the environment as it reads properties.</summary>
    internal const string Variable = "RestoreAdditionalProjectSources";

    private readonly TemporaryFolder root = new();
    private readonly string version = $"99.0.{DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Packs what is built, or builds it.</summary>
    public PackageFeed()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (var id in new[] { "OptimNotebookExt", "OptimNotebookExt.Plotly" })
            Run("pack", Repository.Path("src", id), "-c", configuration, $"-p:PackageVersion={version}", "-o", Folder, "-v", "quiet", "--nologo");
    }

    /// <summary>Folders with packages that the user gave by the environment, as for the build.</summary>
    internal static string[] Given { get; } = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Where the packages are.</summary>
    internal string Folder => Path.Combine(root.Root, "feed");

    /// <summary>Has a process leave its temporary files beside the packages.</summary>
    internal ProcessStartInfo Holding(ProcessStartInfo start) => root.Holding(start);

    /// <summary>An empty folder, for cells that write files.</summary>
    internal string NewFolder() => Directory.CreateDirectory(Path.Combine(root.Root, Path.GetRandomFileName())).FullName;

    /// <summary>Their version.</summary>
    internal string Version => version;

    /// <inheritdoc/>
    public void Dispose()
    {
        var cache = Run("nuget", "locals", "global-packages", "--list").Split(':', 2)[1].Trim();
        foreach (var id in new[] { "optimnotebookext", "optimnotebookext.plotly" })
        {
            var unpacked = Path.Combine(cache, id, version);
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
        }
        root.Dispose();
    }

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(Holding(start))!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}");
        return output;
    }
}
