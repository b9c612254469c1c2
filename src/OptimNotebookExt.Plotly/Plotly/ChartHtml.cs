using Plotly.NET;

namespace OptimNotebookExt.Plotly;

/// <summary>A chart as HTML for a cell's output, the same as Plotly.NET.Interactive writes.</summary>
internal static class ChartHtml
{
    internal static string Of(GenericChart chart)
    {
        // A <script src> in an output is not run by every notebook; require() is, and it is what Plotly.NET.Interactive uses.
        if (DisplayOptions.getPlotlyReference(GenericChart.getDisplayOptions(chart)) is PlotlyJSReference.CDN { Item: var address })
        {
            // Into a new object: combine changes its first, and the chart shall stay what it is.
            var options = DisplayOptions.combine(new DisplayOptions(), GenericChart.getDisplayOptions(chart));
            options.SetProperty("PlotlyJSReference", PlotlyJSReference.NewRequire(address.EndsWith(".js", StringComparison.Ordinal) ? address[..^3] : address));
            chart = GenericChart.setDisplayOptions(options, chart);
        }
        return GenericChart.toChartHTML(chart);
    }
}
