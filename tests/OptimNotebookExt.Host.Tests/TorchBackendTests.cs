using System.Diagnostics;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests;

public sealed class TorchBackendTests
{
    [Fact]
    public void Without_a_backend_the_first_use_gives_one_message_with_the_line_to_add()
    {
        // tests/OptimNotebookExt.Host.Tests/bin/CONFIGURATION/net10.0/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var app = Path.Combine(here.Parent!.Parent!.Parent!.Parent!.FullName, "NoBackendApp", "bin", here.Parent!.Name, here.Name, "NoBackendApp.dll");
        var start = new ProcessStartInfo("dotnet", [app]) { RedirectStandardOutput = true };
        // TorchSharp also looks into the NuGet cache of this machine, which has a backend.
        using var empty = new TemporaryFolder();
        start.Environment["NUGET_PACKAGES"] = empty.Root;
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();

        var message = Assert.Single(lines);
        Assert.Contains("dotnet add package TorchSharp-cpu --version", message, StringComparison.Ordinal);
        Assert.Contains("#r \"nuget: TorchSharp-cpu,", message, StringComparison.Ordinal);
    }
}
