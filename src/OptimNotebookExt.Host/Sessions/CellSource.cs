using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>A cell taken apart: its directives, and its code with every directive blanked out, so that line numbers stay.</summary>
internal sealed class CellSource
{
    internal static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Script);

    private CellSource(IReadOnlyList<CellPart> parts, IReadOnlyList<CellDirective> references)
    {
        Parts = parts;
        References = references;
    }

    /// <summary>Code and magics in their order.</summary>
    internal IReadOnlyList<CellPart> Parts { get; }

    /// <summary><c>#r</c> and <c>#i</c>; they hold for the whole cell.</summary>
    internal IReadOnlyList<CellDirective> References { get; }

    internal static CellSource Parse(string code)
    {
        var text = SourceText.From(code.ReplaceLineEndings("\n"));
        var root = CSharpSyntaxTree.ParseText(text, ParseOptions).GetRoot();
        List<CellDirective> references = [], magics = [];
        // A '#' line inside a string, a comment or a region that is switched off is no directive to the parser either.
        for (var directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            if (!directive.IsActive || directive is LoadDirectiveTriviaSyntax)
                continue;
            var line = text.Lines.GetLineFromPosition(directive.HashToken.SpanStart);
            var written = text.ToString(TextSpan.FromBounds(directive.HashToken.SpanStart, line.End)).Trim();
            if (CellDirective.Parse(written, line.LineNumber + 1) is not { } parsed)
                continue;
            (parsed.Kind == DirectiveKind.Magic ? magics : references).Add(parsed);
        }
        return new CellSource([.. Split(text, magics, references)], references);
    }

    private static IEnumerable<CellPart> Split(SourceText text, List<CellDirective> magics, List<CellDirective> references)
    {
        var gone = references.Concat(magics).Select(d => d.Line).ToHashSet();
        var first = 1;
        foreach (var magic in magics)
        {
            if (Code(text, first, magic.Line - 1, gone) is { } before)
                yield return new CellPart(before, null);
            yield return new CellPart(null, magic);
            first = magic.Line + 1;
        }
        if (Code(text, first, text.Lines.Count, gone) is { } rest)
            yield return new CellPart(rest, null);
    }

    /// <summary>The lines of a range, all others empty; null where nothing but space is left.</summary>
    private static string? Code(SourceText text, int first, int last, HashSet<int> gone)
    {
        var lines = text.Lines.Select(l => l.LineNumber + 1 >= first && l.LineNumber + 1 <= last && !gone.Contains(l.LineNumber + 1) ? l.ToString() : "");
        var code = string.Join('\n', lines);
        return string.IsNullOrWhiteSpace(code) ? null : code;
    }
}
