using System.Diagnostics;
using System.Globalization;
using Plotly.NET;

namespace OptimNotebookExt.Plotly;

/// <summary>A chart of Plotly.NET as a value that draws itself wherever a cell's result may be drawn by <c>ToHtml()</c> or by an attribute.</summary>
[TypeFormatterSource(typeof(PlotlyNetViewFormatterSource))]
[DebuggerDisplay("{ToString(),nq}")]
public sealed class PlotlyNetView
{
    /// <summary>Wraps a chart.</summary>
    /// <param name="chart">The chart.</param>
    public PlotlyNetView(GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        Chart = chart;
    }

    /// <summary>The chart.</summary>
    public GenericChart Chart { get; }

    /// <summary>The chart and the script that draws it; needs plotly.js from the address that the chart's display options name.</summary>
    public string ToHtml() => ChartHtml.Of(Chart);

    /// <summary>How many traces the chart has, and of which types.</summary>
    public override string ToString()
    {
        var types = GenericChart.getTraces(Chart).Select(trace => trace.type).ToArray();
        var count = string.Create(CultureInfo.InvariantCulture, $"{types.Length} {(types.Length == 1 ? "trace" : "traces")}");
        return types.Length == 0 ? $"Plotly.NET chart of {count}" : $"Plotly.NET chart of {count}: {string.Join(", ", types.Distinct())}";
    }
}
