using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>
/// Replaces values in the cell that is tagged <c>parameters</c>. A value becomes a literal of the kind that stands there,
/// so that nothing but a value can come in.
/// </summary>
internal static class NotebookParameters
{
    internal const string Tag = "parameters";

    /// <summary>The parameters of a notebook, in their order.</summary>
    internal static IReadOnlyList<string> Names(NotebookDocument notebook) =>
        [.. Variables(notebook).Select(v => v.Identifier.Text)];

    /// <summary>Replaces one value.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or the value does not suit it.</exception>
    internal static void Set(NotebookDocument notebook, string name, string value)
    {
        var variables = Variables(notebook);
        var index = variables.FindIndex(v => v.Identifier.Text == name);
        if (index < 0)
        {
            var known = variables.Count == 0 ? "none: no cell is tagged 'parameters'" : string.Join(", ", variables.Select(v => v.Identifier.Text));
            throw new ArgumentException($"there is no parameter '{name}'; there is {known}.");
        }
        var cell = Cell(notebook)!;
        var (before, old) = (cell.Source, variables[index].Initializer!.Value);
        var text = Literal(old, value) ?? throw new ArgumentException($"'{value}' does not suit the parameter '{name}', whose value is {old}.");
        cell.Source = string.Concat(before.AsSpan(0, old.SpanStart), text, before.AsSpan(old.Span.End));
        // Code with a mistake in it may be understood otherwise when a part of it has changed.
        if (Variables(notebook).ElementAtOrDefault(index) is { } set && set.Identifier.Text == name && set.Initializer!.Value.Span == new TextSpan(old.SpanStart, text.Length))
            return;
        cell.Source = before;
        throw new ArgumentException($"the parameter '{name}' cannot be set: the cell that is tagged '{Tag}' has a mistake in its code.");
    }

    private static NotebookCell? Cell(NotebookDocument notebook) => notebook.Cells.Find(c => c.Kind == CellKind.Code && c.HasTag(Tag));

    private static List<VariableDeclaratorSyntax> Variables(NotebookDocument notebook) => Cell(notebook) is not { } cell
        ? []
        : [.. CSharpSyntaxTree.ParseText(cell.Source, CellSource.ParseOptions).GetCompilationUnitRoot().Members
            .OfType<FieldDeclarationSyntax>()
            .SelectMany(f => f.Declaration.Variables)
            .Where(v => v.Initializer is not null)];

    private static string? Literal(ExpressionSyntax old, string value) => old switch
    {
        LiteralExpressionSyntax literal => Literal(literal, value),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax number } => Literal(number, value),
        CollectionExpressionSyntax list => List(list.Elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression), value, "[", "]"),
        ImplicitArrayCreationExpressionSyntax array => List(array.Initializer.Expressions, value, "new[] { ", " }"),
        ArrayCreationExpressionSyntax { Initializer: { } items } array => List(items.Expressions, value, $"new {array.Type} {{ ", " }"),
        _ => null,
    };

    private static string? List(IEnumerable<ExpressionSyntax> old, string value, string open, string close)
    {
        // An empty list says nothing of its elements; whole numbers are what lists of parameters mostly hold.
        var sample = old.FirstOrDefault() ?? SyntaxFactory.ParseExpression("0");
        string?[] items = [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(v => Literal(sample, v))];
        return items.Length == 0 || items.Contains(null) ? null : open + string.Join(", ", items) + close;
    }

    private static string? Literal(LiteralExpressionSyntax old, string value) => old.Token.Value switch
    {
        string => SymbolDisplay.FormatLiteral(value, quote: true),
        char => value.Length == 1 ? SymbolDisplay.FormatLiteral(value[0], quote: true) : null,
        bool => bool.TryParse(value, out var flag) ? (flag ? "true" : "false") : null,
        int => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Text(number) : null,
        long => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Text(number) + "L" : null,
        float => Real(value, "f"),
        double => Real(value, "") is { } text ? (text.AsSpan().ContainsAny('.', 'E', 'e') ? text : text + ".0") : null,
        decimal => Real(value, "m"),
        _ => null,
    };

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string? Real(string value, string suffix) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) + suffix
            : null;
}
