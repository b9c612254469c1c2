using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

public sealed class HistoryViewTests
{
    [Fact]
    public void Every_group_of_quantities_has_a_figure()
    {
        var text = new HistoryView(Run(30, new HistoryOptions { Every = 3, Level = HistoryLevel.Full, MatrixEvery = 2 })).ToString();

        foreach (var title in new[] { "Loss and learning rate", "Sizes", "Updates", "Scale", "Matrices", "Spectra" })
            Assert.Contains($"{title}\n", text, StringComparison.Ordinal);
        Assert.Contains("Last sample (step 27)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_samples_both_views_say_so()
    {
        var none = Run(0, new HistoryOptions());

        Assert.Contains("without any sample", new HistoryView(none).ToString(), StringComparison.Ordinal);
        Assert.Contains("no samples", new ScaleHistoryView(none).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_a_gap_that_is_told()
    {
        var html = new HistoryView(Run(6, new HistoryOptions { Every = 1 }, step => step == 3 ? double.NaN : 1.0 / (step + 1))).ToHtml();

        Assert.Contains("1 NaN left out as gaps", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_parameters_the_largest_are_drawn_with_the_range_of_all()
    {
        var history = Run(4, new HistoryOptions { Every = 1 }, shapes: [.. Enumerable.Repeat(new long[] { 3, 2 }, 80)]);

        var html = new HistoryView(history).ToHtml();

        Assert.Contains("range of all 80", new HistoryView(history).ToString(), StringComparison.Ordinal);
        Assert.Contains("20 more parameters", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1, 200 * 1024);
    }

    [Fact]
    public void A_history_of_a_file_is_shown_without_what_the_file_does_not_hold()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "history.csv");
        Run(8, new HistoryOptions { Every = 2 }).SaveCsv(file);
        var read = History.LoadCsv(file);

        Assert.StartsWith("History of a run: 4 samples, steps 0 to 6", new HistoryView(read).ToString(), StringComparison.Ordinal);
        Assert.Contains("p0", new ScaleHistoryView(read).ToString(), StringComparison.Ordinal);
    }

    private static HistorySnapshot Run(int steps, HistoryOptions options, Func<int, double>? loss = null, long[][]? shapes = null)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, shapes ?? [[5, 4], [5]]);
        using var optimizer = LearnedGradient.Draft(parameters);
        using var history = History.Attach(optimizer, options);
        for (var step = 0; step < steps; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
            history.Record(loss?.Invoke(step) ?? 1.0 / (step + 1));
        }
        return history.Freeze();
    }
}
