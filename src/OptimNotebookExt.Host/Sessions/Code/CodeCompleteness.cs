using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OptimNotebookExt.Host.Sessions.Code;

/// <summary>Whether code can be run as it stands, for consoles that decide at a line's end.</summary>
internal static class CodeCompleteness
{
    private const string Step = "    ";

    /// <summary>A status of the Jupyter protocol; with the indentation of the next line where code is missing.</summary>
    internal static (string Status, string? Indent) Of(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(CodeWithoutDirectives.Of(code), CellSource.ParseOptions);
        if (SyntaxFactory.IsCompleteSubmission(tree))
            return (tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete", null);
        var last = code.TrimEnd().Split('\n')[^1];
        var indent = last[..^last.TrimStart().Length];
        return ("incomplete", last.EndsWith('{') ? indent + Step : indent);
    }
}
