using System.Globalization;
using OptimNotebookExt.Host.Sessions.Packages;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>What the <c>#r</c> and <c>#i</c> lines of a session have added.</summary>
internal sealed class SessionReferences(NotebookLoadContext context, PackageResolver packages, string folder)
{
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);

    internal References Assemblies { get; } = new();

    /// <summary>Adds all that a cell names; a line on new packages, or null.</summary>
    internal string? Add(IReadOnlyList<CellDirective> directives, CancellationToken stop)
    {
        foreach (var source in directives.Where(d => d.Kind == DirectiveKind.PackageSource))
            packages.AddSource(Directory.Exists(At(source.Text, null)) ? At(source.Text, null) : source.Text);
        foreach (var assembly in directives.Where(d => d.Kind == DirectiveKind.Assembly))
            Add(assembly, null);
        PackageName[] asked = [.. directives.Where(d => d.Kind == DirectiveKind.Package).Select(d => PackageName.Parse(d.Text)).Where(p => !_named.Contains(p.Name))];
        if (asked.Length == 0)
            return null;
        var assets = packages.Resolve(asked, stop);
        Take(assets);
        _named.UnionWith(asked.Select(p => p.Name));
        return "Installed packages: " + string.Join(", ", assets.Installed.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Name} {i.Version}")));
    }

    /// <summary>Adds one assembly or package; the assemblies that it stands for.</summary>
    internal IReadOnlyList<string> Add(CellDirective directive, string? relativeTo)
    {
        if (directive.Kind == DirectiveKind.Package)
        {
            var assets = packages.Resolve([PackageName.Parse(directive.Text)], CancellationToken.None);
            Take(assets);
            return assets.Compile;
        }
        var path = At(directive.Text, relativeTo);
        if (!File.Exists(path))
        {
            // A name without a path is an assembly of the framework or of the tool.
            var name = directive.Text.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(directive.Text) : directive.Text;
            if (name == Path.GetFileName(name) && HostFolder.Instance.Brings(name))
            {
                path = HostFolder.Instance.FileOf(name) ?? HostFolder.Instance.FrameworkFiles.First(f => Path.GetFileNameWithoutExtension(f).Equals(name, StringComparison.OrdinalIgnoreCase));
                Assemblies.Add([path]);
                return [path];
            }
            throw new FileNotFoundException($"#r \"{directive.Text}\": there is no such assembly; a relative path starts at the folder of the notebook.");
        }
        context.AddFile(path);
        context.AddFolder(Path.GetDirectoryName(path)!);
        Assemblies.Add([path]);
        return [path];
    }

    private void Take(PackageAssets assets)
    {
        Assemblies.Add(assets.Compile);
        foreach (var file in assets.Runtime)
            context.AddFile(file);
        foreach (var file in assets.Native)
            context.AddNative(file);
    }

    private string At(string path, string? relativeTo) => Path.GetFullPath(path, relativeTo ?? folder);
}
