using OptimNotebookExt.Experiments;

namespace OptimNotebookExt.Tests.Experiments;

public class EdenExperimentTests
{
    [Fact]
    public void The_rate_falls_with_batches_and_epochs_and_a_reloaded_schedule_has_it_at_once()
    {
        var shown = EdenExperiment.Run(epochs: 3, batches: 4);
        Assert.Equal(12, shown.Points.Count);
        Assert.Equal((2L, 12L, shown.LastLr), (shown.Points[^1].Epoch, shown.Points[^1].Batch, shown.Points[^1].Lr));
        var expected = 0.003 * Math.Pow(1 + 12.0 * 12 / (100 * 100), -0.25) * Math.Pow(1 + 2.0 * 2 / (2 * 2), -0.25);
        Assert.Equal(expected, shown.LastLr, 15);
        Assert.Equal(shown.LastLr, shown.ReloadedLr);
        Assert.Contains("\"epoch\":2", shown.State, StringComparison.Ordinal);
        Assert.True(shown.Points.Zip(shown.Points.Skip(1)).All(pair => pair.Second.Lr < pair.First.Lr));
    }

    [Fact]
    public void Counts_below_1_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EdenExperiment.Run(epochs: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EdenExperiment.Run(batches: 0));
    }
}
