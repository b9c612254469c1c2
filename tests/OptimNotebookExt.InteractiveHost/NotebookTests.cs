using System.Text.Json;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>The committed notebooks, as they are, where most users have them.</summary>
public sealed class NotebookTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    public static TheoryData<string> Notebooks { get; } =
        [.. Directory.GetFiles(Repository.Path("notebooks"), "*.ipynb").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_notebook_runs_unchanged_and_shows_its_images(string name)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllText(Repository.Path("notebooks", $"{name}.ipynb")));
        using var process = new HostProcess(feed, Repository.Path("notebooks"), feed.Folder);
        foreach (var cell in notebook.RootElement.GetProperty("cells").EnumerateArray().Where(c => c.GetProperty("cell_type").GetString() == "code"))
        {
            var code = string.Concat(cell.GetProperty("source").EnumerateArray().Select(l => l.GetString()));
            var answer = process.Run(code);

            Assert.True(answer is { Failures: [], Errors: [] }, $"{code}\n{string.Join('\n', [.. answer.Failures, .. answer.Errors])}");
            Assert.Equal(Images(cell.GetProperty("outputs").ToString()), answer.Of("text/html").Sum(Images));
        }
        var used = Assert.Single(Check.Fine(process.Run("typeof(OptimNotebookExt.Optim).Assembly.Location")).Shown);
        Assert.Contains(feed.Version, used.Value, StringComparison.Ordinal);
    }

    private static int Images(string html) => html.Split("<img ").Length - 1;
}
