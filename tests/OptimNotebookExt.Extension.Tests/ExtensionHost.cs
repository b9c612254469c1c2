using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Directives;
using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Extension.Tests;

/// <summary>A host with the extension loaded; it binds the options of a line to the command's JSON, as the real one does.</summary>
internal sealed class ExtensionHost : IDisposable
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly INotebookSession before = NotebookHost.Session;

    private ExtensionHost() => Kernel = new CSharpKernel(ExtensionScript.Options, ExtensionScript.Loader()) { RootKernel = Root };

    internal Kernel Root { get; } = new(".NET");

    internal CSharpKernel Kernel { get; }

    internal KernelActionDirective Directive => Assert.Single(Root.Directives);

    internal static async Task<(ExtensionHost Host, KernelInvocationContext Cell)> LoadAsync()
    {
        var host = new ExtensionHost();
        using var cell = KernelInvocationContext.Begin(host.Kernel);
        await host.Kernel.RunAsync(ExtensionScript.Text);
        return (host, cell);
    }

    /// <summary>Runs a line of a cell.</summary>
    internal async Task<KernelInvocationContext> RunAsync(string line, CancellationToken cancellation = default)
    {
        using var cell = KernelInvocationContext.Begin(Kernel, cancellation);
        var command = (KernelDirectiveCommand)JsonSerializer.Deserialize(Bind(line), Directive.KernelCommandType!, CamelCase)!;
        // The host's text of the line ends before a known command that has no arguments.
        var words = line.Split(' ');
        command.DirectiveNode = new DirectiveNode(words.Length == 2 && Directive.Subcommands.Any(c => c.Name == words[1]) ? $"{words[0]} " : line);
        await Root.HandleAsync(command, cell);
        return cell;
    }

    public void Dispose() => NotebookHost.Session = before;

    private JsonObject Bind(string line)
    {
        var words = line.Split(' ');
        var subcommand = Directive.Subcommands.FirstOrDefault(s => words.Length > 1 && s.Name == words[1]);
        var bound = new JsonObject { ["invokedDirective"] = subcommand is null ? words[0] : $"{words[0]} {words[1]}" };
        if (subcommand is null)
            return bound;
        for (var i = 2; i < words.Length; i++)
        {
            var named = subcommand.Parameters.FirstOrDefault(p => p.Name == words[i]);
            var parameter = named ?? (words[i].StartsWith("--", StringComparison.Ordinal) ? null : subcommand.Parameters.FirstOrDefault(p => p.AllowImplicitName));
            if (parameter is null)
                continue;
            var value = parameter.Flag ? "true" : named is null ? words[i] : words[Math.Min(++i, words.Length - 1)];
            bound[Name(parameter)] = parameter.Flag ? true : long.TryParse(value, out var number) ? number : value;
        }
        return bound;
    }

    private static string Name(KernelDirectiveParameter parameter) => JsonNamingPolicy.CamelCase.ConvertName(string.Concat(parameter.Name[2..].Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..])));
}
