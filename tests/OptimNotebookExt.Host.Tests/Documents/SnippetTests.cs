using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Host.Tests.Documents;

/// <summary>
/// The C# of the pages compiles: each block as the body of a method, in a class that has a model, an optimizer and a history.
/// The pages that show how to add something have tests of their own, which run their code.
/// </summary>
public sealed partial class SnippetTests
{
    private const string Fields = """
        static nn.Module<Tensor, Tensor> model = null!;
        static ResearchOptimizer optimizer = null!;
        static Eden schedule = null!;
        static History history = null!;
        static Figure figure = null!;
        static Parameter parameter = null!;
        static Tensor x = null!, y = null!, loss = null!, gradCov = null!, paramCov = null!;
        static IEnumerable<(Tensor X, Tensor Y)> batches = [];
        static double[] epochs = [], eve = [], cain = [], low = [], high = [];
        static int batch = 0;
        """;

    private static readonly string Usings = string.Concat(
        ((string[])["System", "System.Collections.Generic", "System.Globalization", "System.IO", "System.Linq", "System.Threading.Tasks", "TorchSharp", "TorchSharp.Modules"])
            .Concat(typeof(Eve).Assembly.GetExportedTypes().Select(t => t.Namespace!).Distinct()).Select(n => $"using {n};\n"))
        + "using static TorchSharp.torch;\n";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(r => MetadataReference.CreateFromFile(r))];

    [Fact]
    public void Every_block_of_CSharp_compiles()
    {
        var failures = (from block in Blocks() let error = Error(block.Code) where error is not null select $"{block.Page}: {error} in\n{block.Code}").ToArray();

        Assert.True(failures.Length == 0, string.Join('\n', failures));
    }

    [Fact]
    public void A_block_with_a_mistake_does_not() => Assert.Contains("lrate", Error("var eve = new Eve(model.named_parameters(), lrate: 1);"), StringComparison.Ordinal);

    [Fact]
    public void Blocks_are_found() => Assert.InRange(Blocks().Count(), 5, 500);

    private static string? Error(string code)
    {
        var lines = code.Split('\n').ToLookup(l => UsingDirective().IsMatch(l));
        var source = $$"""
            {{Usings}}{{string.Join('\n', lines[true])}}
            static class Page
            {
                {{Fields}}
                static async Task Run()
                {
                    await Task.Yield();
                    {{LastValue().Replace(string.Join('\n', lines[false]), "_ = $1;")}}
                }
            }
            """;
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest));
        return CSharpCompilation.Create("page", [tree], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true))
            .GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)?.GetMessage(null);
    }

    private static IEnumerable<(string Page, string Code)> Blocks() =>
        from page in Document.All
        // docs/api is made from documentation whose examples stand where they are; Plotly.NET's charts are not in this assembly.
        where page.Name.EndsWith(".md", StringComparison.Ordinal) && !page.Name.Contains("how-to-add", StringComparison.Ordinal) && !page.Name.Contains("PLOTLY", StringComparison.Ordinal)
        from Match match in Fence().Matches(page.Text)
        let code = match.Groups[1].Value
        // Lines for the host of a notebook are no C#.
        where !code.Split('\n').Any(l => l.TrimStart().StartsWith("#r ", StringComparison.Ordinal) || l.TrimStart().StartsWith("#!", StringComparison.Ordinal))
        select (page.Name, code);

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    /// <summary>The value a cell of a notebook ends with.</summary>
    [GeneratedRegex(@"^(\w+) *(?=(?://.*)?\n*\z)", RegexOptions.Multiline)]
    private static partial Regex LastValue();

    [GeneratedRegex(@"^using (static )?[\w.]+;")]
    private static partial Regex UsingDirective();
}
