namespace OptimNotebookExt.Tests;

/// <summary>Files of the checkout the tests run in.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Notebooks.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Notebooks.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
