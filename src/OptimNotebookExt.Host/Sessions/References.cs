using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using OptimNotebookExt.Host.Sessions.Packages;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>What cells are compiled against: the framework, this tool's functions for cells, and whatever <c>#r</c> added.</summary>
internal sealed class References
{
    private static readonly string[] s_ofEveryCell = ["optimnb", "Microsoft.DotNet.Interactive.Formatting", "Microsoft.AspNetCore.Html.Abstractions"];

    // Reading the framework's metadata once serves all sessions.
    private static readonly Lazy<ImmutableDictionary<string, MetadataReference>> s_basis = new(Basis);

    private ImmutableDictionary<string, MetadataReference> _byName = s_basis.Value;

    /// <summary>The references now; the same instance until one is added, which lets the compiler reuse its work.</summary>
    internal ImmutableArray<MetadataReference> All { get; private set; } = [.. s_basis.Value.Values];

    /// <summary>Adds assemblies; one that is there by its name stays.</summary>
    internal void Add(IEnumerable<string> paths)
    {
        var before = _byName;
        foreach (var path in paths)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!_byName.ContainsKey(name))
                _byName = _byName.Add(name, Reference(path));
        }
        if (_byName != before)
            All = [.. _byName.Values];
    }

    private static ImmutableDictionary<string, MetadataReference> Basis()
    {
        var files = HostFolder.Instance.FrameworkFiles.Concat(s_ofEveryCell.Select(HostFolder.Instance.FileOf).OfType<string>());
        return files.ToImmutableDictionary(f => Path.GetFileNameWithoutExtension(f)!, Reference, StringComparer.OrdinalIgnoreCase);
    }

    private static MetadataReference Reference(string path) =>
        MetadataReference.CreateFromFile(path, documentation: AssemblyDocumentation.Of(path));
}
