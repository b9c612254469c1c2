using System.Reflection;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace OptimNotebookExt.Extension.Tests;

/// <summary>The script of the package as the host reads it: one C# cell.</summary>
internal static class ExtensionScript
{
    private const string Language = "#!csharp\n";

    internal static string Text { get; } = Read();

    /// <summary>References as in the host, and not one using: the script must not lean on them.</summary>
    internal static ScriptOptions Options { get; } = ScriptOptions.Default
        .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsReferenced))
        .WithImports();

    internal static InteractiveAssemblyLoader Loader()
    {
        var loader = new InteractiveAssemblyLoader();
        // Otherwise the script gets second copies of these, with their own statics.
        foreach (var assembly in new[] { typeof(Optim).Assembly, typeof(TorchSharp.torch).Assembly, Assembly.GetExecutingAssembly(), typeof(ScriptState).Assembly })
            loader.RegisterDependency(assembly);
        return loader;
    }

    private static bool IsReferenced(string path) =>
        Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file.StartsWith("OptimNotebookExt", StringComparison.Ordinal)
            || file is "TorchSharp.dll" or "Microsoft.CodeAnalysis.Scripting.dll" or "netstandard.dll");

    private static string Read()
    {
        var text = File.ReadAllText(RepositoryPath("src", "OptimNotebookExt", "Notebook", "extension.dib"));
        Assert.StartsWith(Language, text, StringComparison.Ordinal);
        return text[Language.Length..];
    }

    internal static string RepositoryPath(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Notebooks.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No Notebooks.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
        return Path.Combine([folder.FullName, .. parts]);
    }
}
