using System.Runtime.CompilerServices;
using OptimNotebookExt.Plotly;
using Plotly.NET;

namespace OptimNotebookExt.Figures;

/// <summary>Figures as charts of Plotly.NET.</summary>
public static class PlotlyNetExtensions
{
    /// <summary>
    /// The figure as a chart of Plotly.NET with the traces and the layout of <see cref="Figure.ToPlotlyJson"/>, to be styled further
    /// with Plotly.NET's own methods. The figure and later calls share nothing with it.
    /// </summary>
    /// <remarks>Where a host formats results, <see cref="PlotlyNetFormatter"/> is registered first, so that a chart returned from a cell draws itself.</remarks>
    /// <param name="figure">The figure.</param>
    /// <returns>A chart with one trace a series; a multi-chart unless there is exactly one.</returns>
    /// <exception cref="PlotlyNetUnavailableException">Plotly.NET or its FSharp.Core cannot be loaded in this host.</exception>
    public static GenericChart ToPlotlyNet(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        try
        {
            PlotlyNetFormatter.Register();
            return Chart(figure);
        }
        catch (Exception e) when (PlotlyNetUnavailableException.Explains(e))
        {
            throw new PlotlyNetUnavailableException(e);
        }
    }

    // On its own: what it needs is loaded when it is compiled, which has to happen inside the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GenericChart Chart(Figure figure) => ChartReader.Read(figure.ToPlotlyJson());
}
