using System.Diagnostics;
using System.IO.Compression;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>.NET Interactive with the packed extension loaded, as <c>#r "nuget: OptimNotebookExt"</c> does.</summary>
public sealed class LoadedHost : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("interactive-");
    private readonly CompositeKernel kernel = new() { new CSharpKernel().UseKernelHelpers().UseWho().UseValueSharing() };

    /// <summary>What happened while the extension was loaded.</summary>
    internal List<KernelEvent> Loading { get; } = [];

    /// <summary>Where cells write files.</summary>
    internal string Folder => folder.FullName;

    /// <summary>Packs, takes the package apart, references its assembly and runs its script.</summary>
    public async Task InitializeAsync()
    {
        kernel.DefaultKernelName = "csharp";
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using (var pack = Process.Start(new ProcessStartInfo("dotnet", ["pack", OptimNotebookExt.Tests.Repository.Path("src", "OptimNotebookExt"), "-c", configuration, "-o", Folder, "-v", "quiet", "--nologo"]))!)
        {
            await pack.WaitForExitAsync();
            Assert.Equal(0, pack.ExitCode);
        }
        await ZipFile.ExtractToDirectoryAsync(Assert.Single(Directory.GetFiles(Folder, "*.nupkg")), Path.Combine(Folder, "package"));
        foreach (var name in new[] { "TorchSharp.dll", "OptimNotebookExt.dll" })
            Loading.AddRange((await SendAsync(new SubmitCode($"#r \"{Path.Combine(AppContext.BaseDirectory, name)}\""))).Events);
        using (kernel.KernelEvents.Subscribe(new Observer(Loading.Add)))
            await kernel.LoadAndRunInteractiveDocument(new FileInfo(Path.Combine(Folder, "package", "interactive-extensions", "dotnet", "extension.dib")));
        Environment.CurrentDirectory = Folder;
    }

    /// <summary>Runs a cell.</summary>
    internal Task<KernelCommandResult> RunAsync(string code) => SendAsync(new SubmitCode(code));

    /// <summary>Sends a command.</summary>
    internal Task<KernelCommandResult> SendAsync(KernelCommand command) => kernel.SendAsync(command);

    /// <summary>Calls back with every event until disposed.</summary>
    internal IDisposable Watch(Action<KernelEvent> seen) => kernel.KernelEvents.Subscribe(new Observer(seen));

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Environment.CurrentDirectory = AppContext.BaseDirectory;
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => kernel.Dispose();

    private sealed class Observer(Action<KernelEvent> seen) : IObserver<KernelEvent>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KernelEvent value) => seen(value);
    }
}
