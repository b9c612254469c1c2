using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>Compiles code on top of what the cells before have declared.</summary>
internal sealed class SubmissionCompiler(References references, MetadataReferenceResolver loader)
{
    // Those of .NET Interactive, so that a notebook needs the same 'using' lines in both, and our functions for cells.
    private static readonly string[] s_usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        "Microsoft.DotNet.Interactive.Formatting",
        typeof(NotebookFunctions).FullName!,
    ];

    private static readonly EmitOptions s_emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private int _count;

    /// <summary>Compiles code; the errors where it has some.</summary>
    /// <param name="code">The code, on the lines that it has in its cell.</param>
    /// <param name="path">What the cell is called in line numbers.</param>
    /// <param name="folder">Where <c>#load</c> looks.</param>
    /// <param name="previous">What it builds on.</param>
    /// <param name="stop">Ends the compilation.</param>
    internal (Submission? Result, ImmutableArray<Diagnostic> Errors) Compile(string code, string path, string folder, CSharpCompilation? previous, CancellationToken stop)
    {
        var tree = CSharpSyntaxTree.ParseText(code, CellSource.ParseOptions, path, System.Text.Encoding.UTF8, stop);
        var compilation = Create(tree, folder, previous, $"cell{Interlocked.Increment(ref _count)}");
        compilation = ExitCalls.Redirect(compilation, tree, stop);
        tree = compilation.SyntaxTrees[^1];
        var image = new MemoryStream();
        var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: s_emit, cancellationToken: stop);
        if (!emitted.Success)
        {
            ImmutableArray<Diagnostic> errors = [.. emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
            // Code that only says 'using' gives no assembly, and no error either.
            return errors.IsEmpty ? (new Submission(compilation, image, symbols, null, false, true), errors) : (null, errors);
        }
        image.Position = symbols.Position = 0;
        return (new Submission(compilation, image, symbols, compilation.GetEntryPoint(stop), EndsWithValue(tree), Declares(compilation)), []);
    }

    /// <summary>The compilation that code would have now, also where it is incomplete; for completion and help.</summary>
    internal CSharpCompilation Create(SyntaxTree tree, string folder, CSharpCompilation? previous, string name)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            // Optimized code loses the line of a call whose beginning was inlined, and with it the traceback its line.
            .WithOptimizationLevel(OptimizationLevel.Debug)
            // Later cells have them from the first. Given again, a class would be another one once #r has completed its references.
            .WithUsings(previous is null ? s_usings : [])
            .WithAllowUnsafe(true)
            .WithScriptClassName("Cell")
            .WithMetadataReferenceResolver(loader)
            .WithSourceReferenceResolver(new SourceFileResolver([folder], folder));
        return CSharpCompilation.CreateScriptCompilation(name, tree, references.After(previous), options, previous, typeof(object));
    }

    private static bool EndsWithValue(SyntaxTree tree) =>
        tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } };

    private static bool Declares(CSharpCompilation compilation)
    {
        if (compilation.SyntaxTrees.Any(t => t.GetCompilationUnitRoot() is var root && (root.Usings.Any() || root.Externs.Any())))
            return true;
        return compilation.ScriptClass!.GetMembers().Any(m => !m.IsImplicitlyDeclared && !m.Name.StartsWith('<') && m is not IMethodSymbol { MethodKind: MethodKind.Constructor });
    }
}
