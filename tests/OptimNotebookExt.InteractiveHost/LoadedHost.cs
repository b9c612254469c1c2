namespace OptimNotebookExt.InteractiveHost;

/// <summary>A session whose first cell referenced the package, from a folder.</summary>
public sealed class LoadedHost : IDisposable
{
    private readonly PackageFeed feed = new();
    private readonly HostProcess process;

    /// <summary>Runs the cell.</summary>
    public LoadedHost()
    {
        Folder = feed.NewFolder();
        process = new HostProcess(feed, Folder);
        Loading = process.Run($"""
            #i "nuget:{feed.Folder}"
            #r "nuget: TorchSharp-cpu, 0.107.0"
            #r "nuget: OptimNotebookExt"
            """);
    }

    /// <summary>What happened in that cell.</summary>
    internal Answer Loading { get; }

    /// <summary>Where cells write files.</summary>
    internal string Folder { get; }

    /// <summary>The version of the package in the folder.</summary>
    internal string Version => feed.Version;

    /// <inheritdoc cref="HostProcess.Run"/>
    internal Answer Run(string code, int stopAfterUpdates = 0) => process.Run(code, stopAfterUpdates);

    /// <inheritdoc cref="HostProcess.Complete"/>
    internal string[] Complete(string line) => process.Complete(line);

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Dispose();
        feed.Dispose();
    }
}
