namespace OptimNotebookExt.Plotly;

/// <summary>Writes a <see cref="PlotlyNetView"/> in one MIME type.</summary>
internal sealed class PlotlyNetViewFormatter(string mimeType, Func<PlotlyNetView, string> draw)
{
    /// <summary>Read by the host, by name.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Called by the host, by name.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="writer">Where its text goes.</param>
    /// <returns>Whether the value was formatted.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not PlotlyNetView view)
            return false;
        writer.Write(draw(view));
        return true;
    }
}
