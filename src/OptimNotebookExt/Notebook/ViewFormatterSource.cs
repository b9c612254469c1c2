using OptimNotebookExt.Figures;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Notebook;

/// <summary>The formatters of every type that a view draws; hosts find it through <see cref="TypeFormatterSourceAttribute"/>.</summary>
internal sealed class ViewFormatterSource
{
    /// <summary>Called by the host, by name.</summary>
#pragma warning disable CA1822 // hosts call it on an instance
    public IEnumerable<object> CreateTypeFormatters()
#pragma warning restore CA1822
    {
        yield return new ViewFormatter("text/html", value => View.Of(value)?.ToHtml());
        yield return new ViewFormatter("text/plain", value => View.Of(value)?.ToString());
        yield return new ViewFormatter(ViewJson.MimeType, ViewJson.Of);
        yield return new ViewFormatter(Figure.PlotlyMimeType, Chart);
    }

    /// <summary>A chart for hosts that draw it themselves; only figures are one.</summary>
    private static string? Chart(object value) => value switch
    {
        Figure figure => figure.ToPlotlyJson(),
        FigureView view => view.Figure.ToPlotlyJson(),
        _ => null,
    };
}
