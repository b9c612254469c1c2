using OptimNotebookExt.Commands;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>The extension of Plotly.NET beside ours, whichever line comes first.</summary>
public sealed class PlotlyTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    [PlotlyFact]
    public void Both_extensions_load_after_each_other_in_one_cell() => BesideEachOther("""
        #r "nuget: Plotly.NET.Interactive"
        #r "nuget: TorchSharp-cpu, 0.107.0"
        #r "nuget: OptimNotebookExt"
        """);

    [PlotlyFact]
    public void Both_extensions_load_the_other_way_round() => BesideEachOther("""
        #r "nuget: TorchSharp-cpu, 0.107.0"
        #r "nuget: OptimNotebookExt"
        #r "nuget: Plotly.NET.Interactive"
        """);

    private void BesideEachOther(string first)
    {
        using var host = new HostProcess(feed, feed.NewFolder(), feed.Folder);
        Check.Fine(host.Run(first));
        Check.Fine(host.Run(ExtensionTests.Variables));
        foreach (var command in CommandCatalog.All)
            Assert.Contains(Check.Fine(host.Run(command.Example)).Of("text/html"), v => v.StartsWith('<'));

        var chart = Check.Fine(host.Run("Plotly.NET.Chart2D.Chart.Line<int, int, string>(new[] { 1, 2, 3 }, new[] { 1, 4, 9 })"));
        Assert.Contains("Plotly chart will be drawn", Assert.Single(chart.Of("text/html")), StringComparison.Ordinal);

        var figure = Check.Fine(host.Run("OptimNotebookExt.Figures.Figure.Line(\"Squares\", \"Three squares, rising over one to three.\", new[] { new OptimNotebookExt.Figures.LineSeries(new[] { 1.0, 2, 3 }, new[] { 1.0, 4, 9 }) }, new(\"x\"), new(\"y\"))"));
        Assert.Contains("<img alt=\"Three squares, rising over one to three.\"", Assert.Single(figure.Of("text/html")), StringComparison.Ordinal);

        // A chart is Plotly.NET's to show: the command says so in one sentence and knows what it can show.
        Check.Fine(host.Run("var chart = Plotly.NET.Chart2D.Chart.Line<int, int, string>(new[] { 1 }, new[] { 1 });"));
        Assert.Contains("of which there is no view", Assert.Single(host.Run("#!optim show chart").Failures), StringComparison.Ordinal);
    }
}
