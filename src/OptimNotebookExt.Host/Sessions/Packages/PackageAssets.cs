using System.Text.Json;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>Files of packages.</summary>
/// <param name="Compile">Assemblies to compile against.</param>
/// <param name="Runtime">Assemblies to load.</param>
/// <param name="Native">Native libraries of the running platform.</param>
/// <param name="Installed">Name and version of what was asked for.</param>
internal sealed record PackageAssets(
    IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native, IReadOnlyList<(string Name, string Version)> Installed)
{
    internal static PackageAssets None { get; } = new([], [], [], []);

    /// <summary>What a restore wrote down.</summary>
    /// <param name="assetsFile">Its <c>project.assets.json</c>.</param>
    /// <param name="asked">The packages that were asked for.</param>
    internal static PackageAssets Read(string assetsFile, IReadOnlyList<PackageName> asked)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        var root = json.RootElement;
        var roots = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToArray();
        // The target with the runtime identifier is the one that names native libraries.
        var target = root.GetProperty("targets").EnumerateObject().First(t => t.Name.Contains('/', StringComparison.Ordinal)).Value;
        List<string> compile = [], runtime = [], native = [];
        List<(string, string)> installed = [];
        foreach (var library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package")
                continue;
            var folder = root.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!;
            Add(compile, "compile");
            Add(runtime, "runtime");
            Add(native, "native");
            if (library.Name.Split('/') is [var name, var version] && asked.Any(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                installed.Add((name, version));

            void Add(List<string> files, string kind)
            {
                if (!library.Value.TryGetProperty(kind, out var entries))
                    return;
                foreach (var relative in entries.EnumerateObject().Select(e => e.Name).Where(n => Path.GetFileName(n) != "_._"))
                {
                    if (roots.Select(r => Path.Combine(r, folder, relative)).FirstOrDefault(File.Exists) is { } file)
                        files.Add(file);
                }
            }
        }
        return new PackageAssets(compile, runtime, native, installed);
    }
}
