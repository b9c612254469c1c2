using System.Text.Json;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>The folder of this tool: which packages it brings, so that a notebook gets these very assemblies and nothing is restored.</summary>
internal sealed class HostFolder
{
    private readonly Dictionary<string, HostPackage> _packages = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _folder = AppContext.BaseDirectory;

    private HostFolder()
    {
        foreach (var package in ReadDependencies())
            _packages[package.Name] = package;
        var ours = _packages.Values.SelectMany(p => p.Assemblies).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        // A self-contained tool has the framework in its own folder.
        FrameworkFiles = [.. Trusted().DistinctBy(Path.GetFileName).Where(f => Path.GetDirectoryName(f) == framework && !ours.Contains(Path.GetFileNameWithoutExtension(f)))];
    }

    internal static HostFolder Instance { get; } = new();

    /// <summary>The framework's assemblies.</summary>
    internal IReadOnlyList<string> FrameworkFiles { get; }

    /// <summary>The package of a name that this tool brings, or null. A meta package counts where what it stands for is here.</summary>
    internal HostPackage? Find(string name)
    {
        if (_packages.TryGetValue(name, out var package))
            return package;
        if (!IsBackend(name) || Backend is not { } backend || !_packages.TryGetValue("TorchSharp", out var torch))
            return null;
        // A CUDA backend runs on the CPU too, never the other way round.
        var cuda = name.Contains("cuda", StringComparison.OrdinalIgnoreCase);
        return cuda && !backend.Name.Contains("cuda", StringComparison.OrdinalIgnoreCase) ? null : torch with { Name = name };
    }

    /// <summary>Why a package cannot be had beside this tool; null where nothing speaks against it.</summary>
    internal string? Refusal(string name) =>
        IsBackend(name) && Backend is { } backend
            ? $"{name} cannot be loaded beside {backend.Name}, which this optimnb was built with: build it with -p:TorchBackend=cuda, or ask for TorchSharp-cpu."
            : null;

    /// <summary>The native library of TorchSharp that lies here, or null.</summary>
    internal HostPackage? Backend => _packages.Values.FirstOrDefault(p => IsBackend(p.Name) && p.Name.Contains("cuda", StringComparison.Ordinal))
        ?? _packages.Values.FirstOrDefault(p => IsBackend(p.Name));

    /// <summary>The path of an assembly that this tool brings, or null.</summary>
    internal string? FileOf(string assembly)
    {
        var path = Path.Combine(_folder, assembly + ".dll");
        return File.Exists(path) ? path : null;
    }

    /// <summary>Whether an assembly of this name comes with the tool or the framework.</summary>
    internal bool Brings(string assembly) =>
        FileOf(assembly) is not null || FrameworkFiles.Any(f => Path.GetFileNameWithoutExtension(f).Equals(assembly, StringComparison.OrdinalIgnoreCase));

    /// <summary>The package with everything that it needs.</summary>
    internal IEnumerable<HostPackage> WithDependencies(HostPackage package)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<HostPackage>([package]);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next.Name))
                continue;
            yield return next;
            foreach (var name in next.Dependencies)
            {
                if (_packages.TryGetValue(name, out var dependency))
                    open.Push(dependency);
            }
        }
    }

    private static bool IsBackend(string name) =>
        name.StartsWith("TorchSharp-c", StringComparison.OrdinalIgnoreCase) || name.StartsWith("libtorch-c", StringComparison.OrdinalIgnoreCase);

    private static string[] Trusted() => (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<HostPackage> ReadDependencies()
    {
        // The first is the program's own, the others are the frameworks'.
        var file = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (file is null || !File.Exists(file))
            yield break;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var target = json.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        foreach (var library in json.RootElement.GetProperty("targets").GetProperty(target).EnumerateObject())
        {
            if (library.Name.Split('/') is [var name, var version] && !name.StartsWith("runtimepack.", StringComparison.Ordinal))
                yield return new HostPackage(name, version, [.. Names(library.Value, "runtime").Select(f => Path.GetFileNameWithoutExtension(f)!)], [.. Names(library.Value, "dependencies")]);
        }
    }

    private static IEnumerable<string> Names(JsonElement library, string property) =>
        library.TryGetProperty(property, out var entries) ? entries.EnumerateObject().Select(e => e.Name) : [];
}
