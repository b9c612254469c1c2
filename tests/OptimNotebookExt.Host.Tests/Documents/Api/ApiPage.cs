using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace OptimNotebookExt.Host.Tests.Documents.Api;

/// <summary>The public types of a namespace as a page of Markdown, from their symbols and XML documentation.</summary>
internal static class ApiPage
{
    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue);

    private static readonly SymbolDisplayFormat Declaration = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword);

    internal static string Of(string title, IEnumerable<INamedTypeSymbol> types)
    {
        var page = new StringBuilder($"# {title}\n\nMade from the documentation in the sources; what is inherited from .NET and TorchSharp is not listed.\n");
        foreach (var type in types)
            Write(type, page);
        return page.ToString();
    }

    private static void Write(INamedTypeSymbol type, StringBuilder page)
    {
        page.Append($"\n## {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Replace("<", "\\<")}\n");
        var bases = new[] { type.BaseType }.Concat(type.Interfaces).Where(t => t is { SpecialType: not SpecialType.System_Object, DeclaredAccessibility: Accessibility.Public } && type.TypeKind == TypeKind.Class && !type.IsRecord)
            .Select(t => t!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)).ToArray();
        page.Append($"`{(type.IsStatic ? "static " : "")}{type.ToDisplayString(Declaration)}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}`\n");
        Paragraphs(Documentation(type), page);
        foreach (var member in type.GetMembers().Where(IsListed).OrderBy(Rank))
            Write(member, page);
    }

    private static void Write(ISymbol member, StringBuilder page)
    {
        var documentation = Documentation(member);
        // A constructor that a record's parameters declare, and the like, say nothing of their own.
        if (documentation is null || documentation.Elements().All(e => e.Name.LocalName == "inheritdoc"))
            return;
        page.Append($"\n### `{member.ToDisplayString(Signature)}`\n");
        Paragraphs(documentation, page);
    }

    private static void Paragraphs(XElement? documentation, StringBuilder page)
    {
        if (documentation is null)
            return;
        Paragraph(documentation.Element("summary"), page);
        Paragraph(documentation.Element("remarks"), page);
        var parameters = documentation.Elements("param").Concat(documentation.Elements("typeparam")).Where(p => ApiText.Line(p).Length > 0).ToArray();
        if (parameters.Length > 0)
            page.Append("\n| parameter | |\n|---|---|\n").AppendJoin("", parameters.Select(p => $"| `{(string?)p.Attribute("name")}` | {ApiText.Line(p)} |\n"));
        Labelled("Returns", documentation.Element("returns"), page);
        Labelled("Value", documentation.Element("value"), page);
        foreach (var exception in documentation.Elements("exception"))
            page.Append($"\nThrows `{((string?)exception.Attribute("cref"))?.Split('.')[^1]}`: {ApiText.Line(exception)}\n");
        Paragraph(documentation.Element("example"), page);
    }

    private static void Paragraph(XElement? element, StringBuilder page)
    {
        if (ApiText.Of(element) is { Length: > 0 } text)
            page.Append('\n').Append(text).Append('\n');
    }

    private static void Labelled(string label, XElement? element, StringBuilder page)
    {
        if (ApiText.Line(element) is { Length: > 0 } text)
            page.Append($"\n{label}: {text}\n");
    }

    private static XElement? Documentation(ISymbol symbol) =>
        symbol.GetDocumentationCommentXml() is { Length: > 0 } xml ? XElement.Parse(xml) : null;

    private static bool IsListed(ISymbol member) =>
        member is { DeclaredAccessibility: Accessibility.Public, IsOverride: false } and not INamedTypeSymbol
        && member is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor) };

    private static int Rank(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => 0,
        IMethodSymbol { IsStatic: true } => 1,
        IPropertySymbol or IFieldSymbol => 2,
        IMethodSymbol => 3,
        _ => 4,
    };
}
