namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>A package whose assemblies lie beside the tool.</summary>
internal sealed record HostPackage(string Name, string Version, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Dependencies);
