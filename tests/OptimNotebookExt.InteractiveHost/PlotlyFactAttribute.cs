namespace OptimNotebookExt.InteractiveHost;

/// <summary>A test beside Plotly.NET.Interactive; skipped where that package is in no folder we are told of.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PlotlyFactAttribute : FactAttribute
{
    public PlotlyFactAttribute()
    {
        if (!PackageFeed.Given.Any(folder => Directory.Exists(folder) && Directory.GetFiles(folder, "Plotly.NET.Interactive.*.nupkg").Length > 0))
            Skip = "No folder in the environment variable RestoreAdditionalProjectSources has the package Plotly.NET.Interactive.";
    }
}
