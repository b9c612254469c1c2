namespace OptimNotebookExt.Plotly;

/// <summary>Plotly.NET cannot be loaded in this host; the message says why in a sentence, with what to do.</summary>
/// <remarks>
/// Plotly.NET 6 needs FSharp.Core 10.1. A host that is itself written with F# has loaded its own FSharp.Core before any package,
/// and .NET never loads a newer one of the same name beside it.
/// </remarks>
public sealed class PlotlyNetUnavailableException : InvalidOperationException
{
    private static readonly string[] s_assemblies = ["FSharp.Core", "Plotly.NET", "DynamicObj", "Giraffe.ViewEngine", "Newtonsoft.Json"];

    internal PlotlyNetUnavailableException(Exception inner)
        : base(MessageFor(inner), inner)
    {
    }

    /// <summary>Whether the exception, or one that it wraps, tells that Plotly.NET or a library of its own was not loaded.</summary>
    internal static bool Explains(Exception? exception) => Missing(exception) is not null;

    private static string MessageFor(Exception exception)
    {
        var missing = Missing(exception)!;
        var found = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName()).FirstOrDefault(name => name.Name == missing.Split(',')[0]);
        var instead = found is null ? "which this host does not find" : $"but this host has loaded {found.Name} {found.Version} before";
        return $"Plotly.NET 6 needs {Short(missing)}, {instead}: return the figure itself, which is interactive without Plotly.NET, "
            + "or use ToPlotlyNet() in a program or a host without FSharp.Core of its own (docs/PLOTLY.md lists them).";
    }

    private static string Short(string name)
    {
        var parts = name.Split(',', StringSplitOptions.TrimEntries);
        var version = parts.FirstOrDefault(part => part.StartsWith("Version=", StringComparison.Ordinal));
        return version is null ? parts[0] : $"{parts[0]} {version["Version=".Length..]}";
    }

    private static string? Missing(Exception? exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            var file = at switch { FileNotFoundException e => e.FileName, FileLoadException e => e.FileName, _ => null };
            if (file is not null && s_assemblies.Contains(file.Split(',')[0], StringComparer.OrdinalIgnoreCase))
                return file;
        }
        return null;
    }
}
