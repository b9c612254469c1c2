using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptimNotebookExt.Fuzz.Mutations;
using OptimNotebookExt.Host.Notebooks;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>
/// Values for the parameters of a notebook: the cell's code, a name and a value. Where a value is taken, the code before and
/// behind it is as it was, and what stands between is literals alone: nothing but a value can come in.
/// </summary>
internal sealed class ParameterTarget : FuzzTarget
{
    private const char Separator = '\u241e';

    private static readonly string[] s_cells =
    [
        "var device = \"auto\";\nvar seed = 42;\nvar threads = 2;\nvar steps = 300;",
        "var lr = 0.003;\nvar lr_batches = 5000.0;\nvar f = 1f; // a comment",
        "int[] seeds = [42, 1];\nvar list = new[] { 42 };\nvar typed = new double[] { 0.5, -1.5 };\nbool on = true;\nchar c = 'x';\nvar m = 1.5m;\nlong big = -7L;",
        "string a = \"x\", b = @\"y\", r = \"\"\"z\"\"\";\nvar none = new int[] { };\nint[] empty = [];",
    ];

    private static readonly string[] s_names = ["device", "seed", "threads", "steps", "lr", "lr_batches", "f", "seeds", "list", "typed", "on", "c", "m", "big", "a", "b", "r", "none", "empty"];

    private static readonly string[] s_values =
    [
        "cpu", "7", "-7", "0.5", "1e-3", "1,2,3", "true", "x", "", "\"; System.IO.File.Delete(\"x\"); //", "1); Evil(", "0x10", "1_000", "٣", "NaN", "Infinity", "1e400", "2147483648", "9223372036854775808",
        "'", "\\", "{", "}", "/*", "*/", "\"\"\"", "\\u0022", " 7 ", "+7", "7f", "7L", "0.1,0.2", ",", "1,,2", "True", "\n", "#if", "$\"{1}\"",
    ];

    private static readonly string[] s_words = ["var", "int", "string", "double", "=", ";", ",", "\"", "'", "//", "/*", "*/", "{", "}", "[", "]", "(", ")", "new", "[]", "1", "-", "0.5", "\n", "#if X", "#endif", "#r", "#!time", "\"\"\"", "$", "@", "void F() { }", "class C { }", .. s_names];

    internal override string Name => "parameters";

    internal override byte[] Make(FuzzRandom random)
    {
        var cell = random.Pick(s_cells);
        var name = random.Pick([.. s_names.Where(n => cell.Contains(n, StringComparison.Ordinal))]);
        return Utf16.Bytes(string.Join(
            Separator,
            random.Once(3) ? TextMutator.Change(cell, s_words, random) : cell,
            random.Once(20) ? TextMutator.Change(name, s_words, random) : name,
            random.Once(2) ? TextMutator.Change(random.Pick(s_values), s_values, random) : random.Pick(s_values)));
    }

    internal override bool Read(byte[] input)
    {
        if (Utf16.Text(input).Split(Separator) is not [var source, var name, var value])
            return false;
        var cell = new NotebookCell(CellKind.Code, source) { Metadata = new JsonObject { ["tags"] = new JsonArray("parameters") } };
        try
        {
            NotebookParameters.Set(new NotebookDocument { Cells = [cell], Metadata = [] }, name, value);
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            return Refused(e);
        }
        Check(Values(source), Values(cell.Source), name);
        return true;
    }

    private static void Check(List<VariableDeclaratorSyntax> before, List<VariableDeclaratorSyntax> after, string name)
    {
        var at = before.FindIndex(v => v.Identifier.Text == name && v.Initializer is not null);
        if (at < 0 || at >= after.Count || after[at].Identifier.Text != name || after[at].Initializer is not { } set)
            throw new FuzzFindingException("the parameter has gone");
        var (old, fresh) = (before[at].Initializer!.Value, set.Value);
        var (text, changed) = (old.SyntaxTree.ToString(), fresh.SyntaxTree.ToString());
        if (text[..old.SpanStart] != changed[..fresh.SpanStart] || text[old.Span.End..] != changed[fresh.Span.End..])
            throw new FuzzFindingException("more than the value was changed");
        // The element type of an array stays as it is written.
        if (fresh.DescendantNodesAndSelf(n => n is not ArrayTypeSyntax).FirstOrDefault(n => !IsValue(n)) is { } more)
            throw new FuzzFindingException($"{more.Kind()} came in");
        if (fresh.DescendantTrivia(n => n is not ArrayTypeSyntax, descendIntoTrivia: true).Any(t => fresh.Span.Contains(t.Span) && !t.IsKind(SyntaxKind.WhitespaceTrivia)))
            throw new FuzzFindingException("something beside the value came in");
    }

    private static bool IsValue(SyntaxNode node) => node is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax or CollectionExpressionSyntax or ExpressionElementSyntax or ImplicitArrayCreationExpressionSyntax
        or ArrayCreationExpressionSyntax or InitializerExpressionSyntax or ArrayTypeSyntax;

    private static List<VariableDeclaratorSyntax> Values(string source) =>
        [.. CSharpSyntaxTree.ParseText(source, CellSource.ParseOptions).GetCompilationUnitRoot().Members.OfType<FieldDeclarationSyntax>().SelectMany(f => f.Declaration.Variables)];
}
