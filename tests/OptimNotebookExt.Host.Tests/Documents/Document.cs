using System.Text.Json;
using System.Text.RegularExpressions;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents;

/// <summary>A page of the repository: Markdown, or the text cells of a notebook.</summary>
/// <param name="Name">Relative to the root.</param>
/// <param name="Text">Markdown.</param>
internal sealed partial record Document(string Name, string Text)
{
    internal static IReadOnlyList<Document> All { get; } = [.. Find()];

    /// <summary>Everything that is not code.</summary>
    internal string Prose => InlineCode().Replace(Fence().Replace(Text, ""), "");

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    internal IEnumerable<string> Anchors => Heading().Matches(Fence().Replace(Text, "")).Select(m => Slug(m.Groups[1].Value));

    internal static string Slug(string heading) => string.Concat(
        heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ')).Replace(' ', '-');

    private static IEnumerable<Document> Find()
    {
        var files = Directory.EnumerateFiles(Repository.Root, "*.md").Concat(
            ((string[])["docs", "data", "examples", "benchmarks", "eng"]).Select(f => Repository.Path(f)).Where(Directory.Exists)
                .SelectMany(f => Directory.EnumerateFiles(f, "*.md", SearchOption.AllDirectories)));
        foreach (var file in files)
            yield return new Document(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
        foreach (var file in Directory.EnumerateFiles(Repository.Path("notebooks"), "*.ipynb"))
        {
            using var notebook = JsonDocument.Parse(File.ReadAllText(file));
            var texts = notebook.RootElement.GetProperty("cells").EnumerateArray()
                .Where(c => c.GetProperty("cell_type").GetString() == "markdown")
                .Select(c => c.GetProperty("source"))
                .Select(s => s.ValueKind == JsonValueKind.String ? s.GetString()! : string.Concat(s.EnumerateArray().Select(l => l.GetString())));
            yield return new Document(Path.GetRelativePath(Repository.Root, file), string.Join("\n\n", texts));
        }
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#{1,6} +(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
