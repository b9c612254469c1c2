using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Tests.Documents.Commands;

/// <summary>A command that a page shows: a line of a block, or code within text that begins with a program or script of ours, dotnet or Python.</summary>
/// <param name="Page">The page.</param>
/// <param name="Line">The command, without comment; what is joined by &amp;&amp; is several.</param>
internal sealed partial record DocumentedCommand(string Page, string Line)
{
    internal static IReadOnlyList<DocumentedCommand> All { get; } =
    [
        .. from page in Document.All
           // What was, and what is made from documentation that stands elsewhere.
           where page.Name is not "CHANGELOG.md" && !page.Name.StartsWith(Path.Combine("docs", "api"), StringComparison.Ordinal)
           from line in In(page.Text)
           select new DocumentedCommand(page.Name, line),
    ];

    internal static IEnumerable<string> In(string text)
    {
        var whole = text.ReplaceLineEndings("\n").Replace("\\\n", " ");
        var blocks = Fence().Matches(whole).Where(m => m.Groups[2].Value is "" or "sh" or "bash" or "console").SelectMany(m => m.Groups[3].Value.Split('\n'));
        var prose = Fence().Replace(whole, "");
        var indented = prose.Split('\n').Where(l => l.StartsWith("    ", StringComparison.Ordinal));
        var inline = InlineCode().Matches(prose).Select(m => string.Join(' ', m.Groups[1].Value.Split('\n', StringSplitOptions.TrimEntries)));
        return blocks.Concat(indented).Select(l => Comment().Replace(l, "")).Concat(inline)
            .SelectMany(l => l.Split("&&")).Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(l => Command().IsMatch(l));
    }

    [GeneratedRegex(@"^( *)```(\w*)\n(.*?)^\1```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Comment();

    /// <summary>A program's name alone is none.</summary>
    [GeneratedRegex(@"^(?:[A-Z]\w*=\S+ )*(?:(?:optimnb|dotnet|python3?|bash|git|npm|docker) \S|(?:\./|eng/|benchmarks/|\.ci/)[\w./-]*\.(?:sh|py)(?: |$))")]
    private static partial Regex Command();
}
