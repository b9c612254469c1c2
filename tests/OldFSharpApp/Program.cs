using OptimNotebookExt.Figures;
using OptimNotebookExt.Plotly;

// The old FSharp.Core is in use before anything of Plotly.NET, as in a host with F# cells.
Console.WriteLine(Microsoft.FSharp.Collections.ListModule.OfSeq([1, 2]).Length);
Console.WriteLine(PlotlyNetFormatter.Register());
var figure = Figure.Line("Loss", "The loss falls from 3 to 1.", [3, 2, 1]);
try
{
    Console.WriteLine(figure.ToPlotlyNet());
}
catch (PlotlyNetUnavailableException e)
{
    Console.WriteLine(e.Message);
}
Console.WriteLine(figure.ToHtml().Length > 0);
