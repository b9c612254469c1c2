namespace OptimNotebookExt.Figures;

/// <summary>How figures become HTML.</summary>
public sealed record FigureSettings
{
    private static FigureSettings s_default = new();

    /// <summary>The settings of <see cref="Figure.ToHtml()"/>; set it once at the start of a session.</summary>
    public static FigureSettings Default
    {
        get => s_default;
        set => s_default = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Where the page takes plotly.js from; by default only from a window.Plotly that is there already.</summary>
    public PlotlyScript Plotly { get; init; } = PlotlyScript.None;

    /// <summary>False leaves the interactive chart out: image and caption only.</summary>
    public bool Interactive { get; init; } = true;
}
