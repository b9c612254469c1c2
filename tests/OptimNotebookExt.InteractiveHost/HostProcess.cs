using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>A .NET Interactive in a process of its own; each notebook has one, as for a user.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly StringBuilder errors = new();
    private readonly Process process;

    /// <param name="feed">Holds its temporary files.</param>
    /// <param name="folder">Where cells run.</param>
    /// <param name="source">One more source of packages, as a user's NuGet settings have one.</param>
    internal HostProcess(PackageFeed feed, string folder, string? source = null)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet", [Repository.Path("tests", "InteractiveApp", "bin", configuration, "net10.0", "InteractiveApp.dll")])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // The host restores a project of its own, which finds them there.
        if (source is not null)
            start.Environment[PackageFeed.Variable] = string.Join(';', [source, .. PackageFeed.Given]);
        process = Process.Start(feed.Holding(start))!;
        process.ErrorDataReceived += (_, e) => errors.Append(e.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Runs a cell.</summary>
    internal Answer Run(string code, int stopAfterUpdates = 0) => Ask(new Request(code, StopAfterUpdates: stopAfterUpdates));

    /// <summary>What a line may go on with.</summary>
    internal string[] Complete(string line) => Ask(new Request(line, Complete: true)).Completions;

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(30)))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private Answer Ask(Request request)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        var line = process.StandardOutput.ReadLine();
        Assert.True(line is not null, $"The host has ended: {errors}");
        Assert.Equal("", errors.ToString());
        return JsonSerializer.Deserialize<Answer>(line!)!;
    }
}
