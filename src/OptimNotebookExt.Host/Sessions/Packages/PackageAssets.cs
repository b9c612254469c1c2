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
}
