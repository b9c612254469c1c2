using System.Diagnostics;

namespace OptimNotebookExt.Plotly.Tests;

public class PlotlyNetUnavailableTests
{
    [Fact]
    public void With_the_FSharp_Core_of_a_host_the_error_says_so_in_a_sentence_and_figures_still_work()
    {
        // tests/OptimNotebookExt.Plotly.Tests/bin/CONFIGURATION/FRAMEWORK/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var app = Path.Combine(here.Parent!.Parent!.Parent!.Parent!.FullName, "OldFSharpApp", "bin", here.Parent!.Name, "net10.0", "OldFSharpApp.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [app]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();

        Assert.Equal(
            [
                "2",
                "False",
                "Plotly.NET 6 needs FSharp.Core 10.1.0.0, but this host has loaded FSharp.Core 10.0.0.0 before: return the figure itself, "
                + "which is interactive without Plotly.NET, or use ToPlotlyNet() in a program or a host without FSharp.Core of its own (docs/PLOTLY.md lists them).",
                "True",
            ], lines);
        Assert.Equal(0, process.ExitCode);
    }
}
