using System.Reflection;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>Answers <c>#r "nuget: …"</c>: from the tool's own folder where it is there, else by a restore.</summary>
internal sealed class PackageResolver(string scratch)
{
    // These must be the tool's own, whatever version is asked for: their types and their native state exist once a process.
    private static readonly string[] s_shared = ["OptimNotebookExt", "TorchSharp", "optimnb"];

    private readonly List<PackageName> _restored = [];
    private readonly List<string> _sources = [.. PackageFeeds.OfTheBuild()];
    private int _restores;

    /// <summary>Adds a feed, as <c>#i "nuget: folder or address"</c>.</summary>
    internal void AddSource(string source)
    {
        if (source.Length == 0 || source.Contains(';', StringComparison.Ordinal))
            throw new ArgumentException($"'{source}' is not a package source: write #i \"nuget: /a/folder\" or #i \"nuget: https://…/index.json\".");
        if (!_sources.Contains(source))
            _sources.Add(source);
    }

    /// <summary>The files of packages that one cell asks for.</summary>
    /// <exception cref="PackageException">One cannot be had; none was added then.</exception>
    internal PackageAssets Resolve(IReadOnlyList<PackageName> packages, CancellationToken stop)
    {
        var here = packages.Select(p => (Asked: p, Found: Ours(p))).ToArray();
        var missing = here.Where(p => p.Found is null).Select(p => p.Asked).ToArray();
        List<string> files = [];
        List<(string, string)> installed = [];
        foreach (var package in here.Select(p => p.Found).OfType<HostPackage>())
        {
            installed.Add((package.Name, package.Version));
            files.AddRange(HostFolder.Instance.WithDependencies(package).SelectMany(p => p.Assemblies).Select(HostFolder.Instance.FileOf).OfType<string>());
        }
        var assets = new PackageAssets(files, [], [], installed);
        if (missing.Length == 0)
            return assets;
        var restored = Restore(missing, stop);
        return new PackageAssets(
            [.. files, .. restored.Compile.Select(OfTheHost)],
            [.. restored.Runtime.Where(f => !IsOurs(f))],
            restored.Native,
            [.. installed, .. restored.Installed.Where(i => missing.Any(m => m.Name.Equals(i.Name, StringComparison.OrdinalIgnoreCase)))]);
    }

    private static HostPackage? Ours(PackageName package)
    {
        if (HostFolder.Instance.Find(package.Name) is not { } found)
            return HostFolder.Instance.Refusal(package.Name) is { } refusal ? throw new PackageException(refusal) : null;
        if (s_shared.Any(s => found.Name.StartsWith(s, StringComparison.OrdinalIgnoreCase)) || package.Version is null)
            return found;
        // A newer one than the tool has must be restored; a range is left to NuGet.
        return Version.TryParse(package.Version, out var asked) && Version.TryParse(found.Version, out var have) && have >= asked ? found : null;
    }

    private PackageAssets Restore(PackageName[] missing, CancellationToken stop)
    {
        PackageName[] all = [.. _restored.Where(r => missing.All(m => m.Name != r.Name)), .. missing];
        var folder = Directory.CreateDirectory(Path.Combine(scratch, $"restore{++_restores}")).FullName;
        var assets = PackageRestore.Run(folder, all, _sources, stop);
        _restored.Clear();
        _restored.AddRange(all);
        return assets;
    }

    /// <summary>Whether the tool brings this assembly in a version that serves.</summary>
    private static bool IsOurs(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!HostFolder.Instance.Brings(name))
            return false;
        return s_shared.Contains(name, StringComparer.OrdinalIgnoreCase)
            || HostFolder.Instance.FileOf(name) is not { } ours
            || AssemblyName.GetAssemblyName(ours).Version >= AssemblyName.GetAssemblyName(file).Version;
    }

    /// <summary>An assembly that the tool brings is compiled against as it will be loaded.</summary>
    private static string OfTheHost(string file) =>
        IsOurs(file) && HostFolder.Instance.FileOf(Path.GetFileNameWithoutExtension(file)) is { } ours ? ours : file;
}
