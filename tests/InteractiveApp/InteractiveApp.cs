using System.Collections.Concurrent;
using System.Runtime.Loader;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.PackageManagement;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>
/// A C# kernel with packages, put together as the tool <c>dotnet interactive</c> does for a browser: that tool is no library,
/// so the lines which make its parts work together are here.
/// </summary>
internal sealed class InteractiveApp : IDisposable
{
    private readonly CompositeKernel kernel = [];
    private readonly ConcurrentQueue<DirectoryInfo> extensions = new();

    internal InteractiveApp()
    {
        Formatter.DefaultMimeType = HtmlFormatter.MimeType;
        Formatter.SetPreferredMimeTypesFor(typeof(string), PlainTextFormatter.MimeType);
        kernel.Add(
            new CSharpKernel().UseNugetDirective((csharp, packages) =>
            {
                csharp.AddAssemblyReferences(packages.SelectMany(p => p.AssemblyPaths));
                return Task.CompletedTask;
            }).UseKernelHelpers().UseWho().UseValueSharing(),
            ["c#", "C#"]);
        kernel.DefaultKernelName = "csharp";
        var known = new HashSet<string>();
        kernel.KernelEvents.Subscribe(e =>
        {
            if (e is PackageAdded { PackageReference.PackageRoot: { } root } && known.Add(root))
                extensions.Enqueue(new DirectoryInfo(Path.Combine(root, "interactive-extensions", "dotnet")));
        });
        kernel.AddMiddleware(async (command, context, next) =>
        {
            await next(command, context);
            while (extensions.TryDequeue(out var folder))
            {
                if (folder.Exists)
                    await LoadAsync(folder, context);
            }
        });
    }

    /// <summary>Runs or completes, and collects what happens meanwhile.</summary>
    internal async Task<Answer> AnswerAsync(Request request)
    {
        var events = new ConcurrentQueue<KernelEvent>();
        using (kernel.KernelEvents.Subscribe(e =>
        {
            events.Enqueue(e);
            if (e is DisplayedValueUpdated && events.OfType<DisplayedValueUpdated>().Count() == request.StopAfterUpdates)
                _ = Task.Run(() => kernel.SendAsync(new Cancel()));
        }))
        {
            await kernel.SendAsync(request.Complete
                ? new RequestCompletions(request.Code, new LinePosition(0, request.Code.Length))
                : new SubmitCode(request.Code));
        }
        return new Answer(
            [.. events.OfType<CommandFailed>().Select(e => e.Message)],
            [.. events.OfType<ErrorProduced>().Select(e => e.Message), .. Text<StandardErrorValueProduced>(events)],
            string.Concat(Text<StandardOutputValueProduced>(events)),
            [.. events.OfType<DisplayEvent>().Where(e => e is DisplayedValueProduced or ReturnValueProduced)
                .SelectMany(e => e.FormattedValues.Select(v => new Shown(v.MimeType, v.Value, e is ReturnValueProduced)))],
            events.OfType<DisplayedValueUpdated>().Count(),
            [.. events.OfType<CompletionsProduced>().SelectMany(e => e.Completions).Select(c => c.DisplayText)]);
    }

    /// <inheritdoc/>
    public void Dispose() => kernel.Dispose();

    /// <summary>Extensions in assemblies first, then the script, as the tool does.</summary>
    private async Task LoadAsync(DirectoryInfo folder, KernelInvocationContext context)
    {
        foreach (var file in folder.GetFiles("*.dll"))
        {
            foreach (var type in AssemblyLoadContext.Default.LoadFromAssemblyPath(file.FullName).ExportedTypes.Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IKernelExtension))))
                await ((IKernelExtension)Activator.CreateInstance(type)!).OnLoadAsync(kernel);
        }
        var script = new FileInfo(Path.Combine(folder.FullName, "extension.dib"));
        if (script.Exists)
            await kernel.LoadAndRunInteractiveDocument(script, context.Command);
    }

    private static IEnumerable<string> Text<T>(IEnumerable<KernelEvent> events)
        where T : DisplayEvent => events.OfType<T>().SelectMany(e => e.FormattedValues).Select(v => v.Value);
}
