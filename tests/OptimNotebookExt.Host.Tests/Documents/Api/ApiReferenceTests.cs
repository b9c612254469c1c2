using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents.Api;

/// <summary>docs/api is what the sources say.</summary>
public sealed class ApiReferenceTests
{
    [Fact]
    public void The_pages_are_those_of_the_sources()
    {
        var pages = Pages();
        var folder = Repository.Path("docs", "api");
        if (Environment.GetEnvironmentVariable("OPTIM_APPROVE") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach (var old in Directory.EnumerateFiles(folder, "*.md"))
                File.Delete(old);
            foreach (var (name, text) in pages)
                File.WriteAllText(Path.Combine(folder, name), text);
        }
        var committed = Directory.EnumerateFiles(folder).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), committed.Keys.Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.True(page.Value == committed[page.Key], $"docs/api/{page.Key} is out of date: run this test with OPTIM_APPROVE=1 and commit what it writes"));
    }

    [Fact]
    public void Every_public_type_is_on_a_page()
    {
        var text = string.Concat(Pages().Values);
        Assert.All(typeof(Eve).Assembly.GetExportedTypes().Where(t => !t.IsNested), type =>
            Assert.Contains($"\n## {type.Name.Split('`')[0]}", text, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Pages()
    {
        var file = typeof(Eve).Assembly.Location;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(r => r != file).Select(r => (MetadataReference)MetadataReference.CreateFromFile(r))
            .Append(MetadataReference.CreateFromFile(file, documentation: XmlDocumentationProvider.CreateFromFile(Path.ChangeExtension(file, ".xml"))));
        var compilation = CSharpCompilation.Create("reader", references: references);
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(compilation.References.Last())!;
        var byNamespace = Namespaces(assembly.GlobalNamespace)
            .Select(n => (Name: n.ToDisplayString(), Types: n.GetTypeMembers().Where(t => t.DeclaredAccessibility == Accessibility.Public).OrderBy(t => t.Name, StringComparer.Ordinal).ToArray()))
            .Where(n => n.Types.Length > 0).OrderBy(n => n.Name, StringComparer.Ordinal).ToArray();
        var pages = byNamespace.ToDictionary(n => $"{n.Name}.md", n => ApiPage.Of(n.Name, n.Types));
        pages["README.md"] = "# API reference\n\n| namespace | types |\n|---|---|\n" + string.Concat(byNamespace.Select(n => $"| [{n.Name}]({n.Name}.md) | {string.Join(", ", n.Types.Select(t => t.Name))} |\n"));
        return pages;
    }

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol root) =>
        root.GetNamespaceMembers().SelectMany(n => Namespaces(n).Prepend(n));
}
