using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Commands;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;
using TorchSharp;

namespace OptimNotebookExt.Extension.Tests;

/// <summary>The command of docs/how-to-add-a-magic-command.md is one.</summary>
public sealed class HowToTests
{
    private const string GlobalUsings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks;";

    [Fact]
    public async Task The_command_of_the_how_to_compiles_runs_and_says_what_is_wrong()
    {
        var command = (NotebookCommand)Activator.CreateInstance(Compile(Snippet()).GetType("OptimNotebookExt.Commands.NormsCommand", throwOnError: true)!)!;
        using var weight = torch.nn.Parameter(torch.full([2, 2], 3.0));
        using var opt = new Cain([("weight", weight)], lr: 0.01);
        var session = new OneVariableSession("opt", opt);

        await command.RunAsync(session, "opt --first 1");
        var error = await Assert.ThrowsAsync<CommandException>(() => command.RunAsync(session, "opt --first 0"));

        Assert.Matches(@"weight\s+3\b", Assert.IsType<View>(session.Shown, exactMatch: false).ToString());
        Assert.Contains("at least 1", error.Message, StringComparison.Ordinal);
        Assert.Equal("opt", Assert.Single(command.Complete(session, "o", 1)).Text);
        Assert.StartsWith($"#!optim {command.Name} ", command.Example, StringComparison.Ordinal);
    }

    private static string Snippet()
    {
        var text = File.ReadAllText(ExtensionScript.RepositoryPath("docs", "how-to-add-a-magic-command.md")).ReplaceLineEndings("\n");
        var start = text.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    /// <summary>As part of an assembly that sees what the package keeps to itself.</summary>
    private static Assembly Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => p.EndsWith(".dll", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(
            "OptimNotebookExt.Tests",
            [CSharpSyntaxTree.ParseText(GlobalUsings), CSharpSyntaxTree.ParseText(source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id is not "CS1701"));
        return Assembly.Load(assembly.ToArray());
    }

    private sealed class OneVariableSession(string name, object value) : INotebookSession, INotebookDisplay
    {
        internal object? Shown { get; private set; }

        public IReadOnlyCollection<string> VariableNames => [name];

        public CancellationToken Cancellation => CancellationToken.None;

        public bool TryGetVariable(string wanted, out object? found) => (found = wanted == name ? value : null) is not null;

        public Task SetVariableAsync(string wanted, object set, Type? type = null) => throw new NotSupportedException();

        public INotebookDisplay Display(object shown)
        {
            Update(shown);
            return this;
        }

        public void Update(object shown) => Shown = shown;
    }
}
