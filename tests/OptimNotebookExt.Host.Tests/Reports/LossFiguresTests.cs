using System.Text.Json.Nodes;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Host.Reports;

namespace OptimNotebookExt.Host.Tests.Reports;

public class LossFiguresTests
{
    private static IReadOnlyList<RunGroup> Groups() =>
        Sample.Data([Sample.Run(scale: 1.1), Sample.Run("Cain", scale: 2)], [Sample.Reference(), Sample.Reference("cain")]).Groups;

    private static JsonNode Trace(Figure figure, string name) =>
        JsonNode.Parse(figure.ToPlotlyJson())!["data"]!.AsArray().Single(trace => (string?)trace!["name"] == name)!;

    [Fact]
    public void The_overview_draws_every_setting_beside_PyTorch_on_a_log_axis()
    {
        var groups = Groups();

        var panel = Assert.Single(LossFigures.Overview(groups).Panels);

        var lines = panel.Series.Cast<LineSeries>().ToArray();
        Assert.Equal([("PyTorch", "Eve"), ("Eve", null), ("PyTorch", "Cain"), ("Cain", null)], lines.Select(line => (line.Name, line.ReferenceOf)));
        Assert.Equal(groups[0].Curve.Mean, lines[1].Y);
        Assert.Equal(groups[1].PyTorch!.Mean, lines[2].Y);
        Assert.Equal(Enumerable.Range(0, 151).Select(k => (double)k), lines[1].X);
        Assert.Equal(AxisScale.Log, panel.Y.Scale);
    }

    [Fact]
    public void A_setting_looks_alone_as_it_does_in_the_overview()
    {
        var groups = Groups();
        var (overview, alone) = (Trace(LossFigures.Overview(groups), "Cain"), Trace(LossFigures.Panel(groups[1], 1), "Cain"));

        Assert.Equal(overview["marker"]!.ToJsonString(), alone["marker"]!.ToJsonString());
        Assert.NotEqual(Trace(LossFigures.Panel(groups[0], 0), "Eve")["marker"]!.ToJsonString(), alone["marker"]!.ToJsonString());
    }

    [Fact]
    public void A_band_shows_the_range_over_several_seeds()
    {
        var groups = Sample.Data([Sample.Run(seed: 1), Sample.Run(seed: 2, scale: 3)]).Groups;

        var series = LossFigures.Overview(groups).Panels[0].Series;

        var band = Assert.IsType<BandSeries>(series[1]);
        Assert.Equal((1000, 3000, "Eve"), (band.Lower[0], band.Upper[0], band.Line));
        Assert.DoesNotContain(LossFigures.Overview(Groups()).Panels[0].Series, s => s is BandSeries);
    }

    [Fact]
    public void Captions_say_what_dashes_and_bands_are()
    {
        Assert.EndsWith("Dashed in the same colour: PyTorch with the same data and seed.", LossFigures.Overview(Groups()).Caption, StringComparison.Ordinal);
        Assert.EndsWith("after the last batch.", LossFigures.Overview(Sample.Data([Sample.Run()]).Groups).Caption, StringComparison.Ordinal);
        Assert.EndsWith("bands their range.", LossFigures.Overview(Sample.Data([Sample.Run(seed: 1), Sample.Run(seed: 2)]).Groups).Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_a_logarithm_cannot_show_is_said_below_the_figure()
    {
        var run = Sample.Run(epochs: 3) with { AvgLoss = [10, 0, double.NaN] };

        Assert.Equal(
            ["Eve: 1 NaN left out as gaps.", "Eve: 1 value ≤ 0 left out, as the axis is logarithmic."],
            LossFigures.Overview(Sample.Data([run]).Groups).Notes);
    }
}
