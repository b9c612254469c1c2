using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>C# as HTML with its keywords, texts, numbers and comments marked.</summary>
internal static class CodeHtml
{
    internal static string Render(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, CellSource.ParseOptions).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia)
                Add(html, trivia.ToFullString(), Class(trivia));
            Add(html, token.Text, Class(token));
            foreach (var trivia in token.TrailingTrivia)
                Add(html, trivia.ToFullString(), Class(trivia));
        }
        return html.ToString();
    }

    private static void Add(StringBuilder html, string text, string? kind)
    {
        if (text.Length == 0)
            return;
        var encoded = WebUtility.HtmlEncode(text);
        if (kind is null)
            html.Append(encoded);
        else
            html.Append("<span class=\"").Append(kind).Append("\">").Append(encoded).Append("</span>");
    }

    private static string? Class(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.SkippedTokensTrivia => null,
        _ when trivia.IsDirective => "di",
        SyntaxKind.DisabledTextTrivia or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => "co",
        _ => null,
    };

    private static string? Class(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken or SyntaxKind.Utf8StringLiteralToken => "st",
        SyntaxKind.NumericLiteralToken => "nu",
        SyntaxKind.IdentifierToken when token.Text == "var" => "kw",
        _ when token.IsKeyword() => "kw",
        _ => null,
    };
}
