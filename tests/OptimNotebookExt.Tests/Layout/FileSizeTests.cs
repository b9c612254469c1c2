namespace OptimNotebookExt.Tests.Layout;

[Trait(Once.Name, Once.Value)]
public sealed class FileSizeTests
{
    [Fact]
    public void The_median_file_of_the_sources_is_below_2_KB_and_at_most_three_are_above_12()
    {
        var sizes = Directory.EnumerateFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => new FileInfo(f).Length).Order().ToArray();

        Assert.InRange(sizes[sizes.Length / 2], 1, 2047);
        Assert.InRange(sizes.Count(s => s > 12 * 1024), 0, 3);
    }
}
