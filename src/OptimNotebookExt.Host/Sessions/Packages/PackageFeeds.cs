namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>Where packages come from besides the user's NuGet configuration: the build's own feed, and <c>#i</c>.</summary>
internal static class PackageFeeds
{
    private const string Variable = "OPTIMNB_FEED";

    /// <summary>The build's own feed: named by the environment, beside the tool, or in the tree that the tool was built in.</summary>
    internal static IEnumerable<string> OfTheBuild()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            yield return Path.GetFullPath(named);
        var beside = Path.Combine(AppContext.BaseDirectory, "feed");
        if (Directory.Exists(beside))
            yield return beside;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Notebooks.sln")))
                continue;
            var built = Path.Combine(folder.FullName, "artifacts", "feed");
            if (Directory.Exists(built))
                yield return built;
            yield break;
        }
    }
}
