namespace OptimNotebookExt.Figures;

/// <summary>Where a page takes plotly.js from.</summary>
public sealed class PlotlyScript
{
    private PlotlyScript(string? address, string? source) => (Address, Source) = (address, source);

    /// <summary>Nowhere: figures turn interactive where window.Plotly is on the page already.</summary>
    public static PlotlyScript None { get; } = new(null, null);

    /// <summary>The address of plotly.js, or null.</summary>
    public string? Address { get; }

    /// <summary>The text of plotly.js, or null.</summary>
    internal string? Source { get; }

    /// <summary>From an address, loaded when the first figure is shown.</summary>
    /// <param name="address">An absolute or relative address of plotly.js (or plotly.min.js).</param>
    public static PlotlyScript Url(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return new PlotlyScript(address, null);
    }

    /// <summary>Written into the HTML: works without a network, and adds about 3.6 MB to every figure of <see cref="Figure.ToHtml()"/>.</summary>
    /// <param name="path">A file with plotly.js (or plotly.min.js).</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static PlotlyScript Inline(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new PlotlyScript(null, File.ReadAllText(path));
    }
}
