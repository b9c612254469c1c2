using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OptimNotebookExt.Host.Sessions;

/// <summary><c>Environment.Exit</c> in a cell ends the cell and leaves the session, and everything in it, alive.</summary>
public static class ExitCalls
{
    /// <summary>What a cell calls in place of <c>Environment.Exit</c>.</summary>
    /// <param name="exitCode">The exit code that was meant.</param>
    public static void Exit(int exitCode) => throw new CellExitException(exitCode);

    internal static CSharpCompilation Redirect(CSharpCompilation compilation, SyntaxTree tree, CancellationToken stop)
    {
        var root = tree.GetCompilationUnitRoot(stop);
        var suspects = root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsNamedExit).ToArray();
        if (suspects.Length == 0)
            return compilation;
        var model = compilation.GetSemanticModel(tree);
        var calls = suspects.Where(c => model.GetSymbolInfo(c, stop).Symbol is { Name: nameof(Environment.Exit), ContainingType: { Name: nameof(Environment), ContainingNamespace.Name: nameof(System) } }).ToArray();
        var ours = SyntaxFactory.ParseExpression($"global::{typeof(ExitCalls).FullName}.{nameof(Exit)}");
        var redirected = root.ReplaceNodes(calls, (_, call) => call.WithExpression(ours.WithTriviaFrom(call.Expression)));
        return compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(redirected, tree.Options));
    }

    private static bool IsNamedExit(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text == nameof(Exit),
        IdentifierNameSyntax name => name.Identifier.Text == nameof(Exit),
        _ => false,
    };
}
