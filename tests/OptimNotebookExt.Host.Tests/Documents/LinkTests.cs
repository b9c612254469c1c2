using System.Text.RegularExpressions;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents;

/// <summary>Every link of every page leads somewhere: a file of the repository, and a heading in it. Other places are not visited.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there() => Assert.Empty(Document.All.SelectMany(Broken));

    [Fact]
    public void A_heading_becomes_the_anchor_that_GitHub_makes_of_it() => Assert.Equal("when-a-cell-ends-the-process--now", Document.Slug("When a cell `ends` the process, – now"));

    private static IEnumerable<string> Broken(Document page)
    {
        foreach (var target in Links(page))
        {
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            var parts = target.Split('#', 2);
            var folder = Path.GetDirectoryName(Repository.Path(page.Name))!;
            var file = parts[0].Length == 0 ? Repository.Path(page.Name) : Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(parts[0])));
            if (!File.Exists(file) && !Directory.Exists(file))
                yield return $"{page.Name}: {target} is not there";
            else if (parts.Length == 2 && Document.All.FirstOrDefault(d => d.Name == Path.GetRelativePath(Repository.Root, file)) is { } other && !other.Anchors.Contains(parts[1]))
                yield return $"{page.Name}: {target}: there is no such heading";
        }
    }

    private static IEnumerable<string> Links(Document page) => Link().Matches(page.Prose).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?: ""[^""]*"")?\)")]
    private static partial Regex Link();
}
