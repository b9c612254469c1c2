namespace OptimNotebookExt.Plotly;

/// <summary>The formatters of <see cref="PlotlyNetView"/>; hosts find it through <see cref="TypeFormatterSourceAttribute"/>.</summary>
internal sealed class PlotlyNetViewFormatterSource
{
    /// <summary>Called by the host, by name.</summary>
#pragma warning disable CA1822 // hosts call it on an instance
    public IEnumerable<object> CreateTypeFormatters()
#pragma warning restore CA1822
    {
        yield return new PlotlyNetViewFormatter("text/html", view => view.ToHtml());
        yield return new PlotlyNetViewFormatter("text/plain", view => view.ToString());
    }
}
