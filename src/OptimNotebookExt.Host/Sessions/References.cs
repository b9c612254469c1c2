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

    // In the order in which they came.
    private ImmutableArray<MetadataReference> _all = [.. s_basis.Value.Values];

    /// <summary>Adds assemblies; one that is there by its name stays.</summary>
    internal void Add(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (_byName.ContainsKey(name))
                continue;
            var reference = Reference(path);
            _byName = _byName.Add(name, reference);
            _all = _all.Add(reference);
        }
    }

    /// <summary>
    /// Those that a submission has to name: all of the first, only what was added since of a later one. A submission has
    /// the references of those before it anyway, and given again they would be kept once more with every cell.
    /// </summary>
    internal ImmutableArray<MetadataReference> After(Compilation? previous)
    {
        var given = 0;
        for (var cell = previous; cell is not null; cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation)
            given += cell.ExternalReferences.Length;
        return _all[given..];
    }

    private static ImmutableDictionary<string, MetadataReference> Basis()
    {
        var files = HostFolder.Instance.FrameworkFiles.Concat(s_ofEveryCell.Select(HostFolder.Instance.FileOf).OfType<string>());
        return files.ToImmutableDictionary(f => Path.GetFileNameWithoutExtension(f)!, Reference, StringComparer.OrdinalIgnoreCase);
    }

    private static MetadataReference Reference(string path) =>
        MetadataReference.CreateFromFile(path, documentation: AssemblyDocumentation.Of(path));
}
