using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;

namespace OptimNotebookExt.Tests.Views;

public sealed class HowToAddAViewTests
{
    [Fact]
    public void The_view_of_the_how_to_is_one()
    {
        var parameters = TestModels.Parameters(1, TorchSharp.torch.ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters, lr: 0.25);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1 });
        Assert.Contains("no samples", new LearningRateView(history.Freeze()).ToHtml(), StringComparison.Ordinal);
        TestModels.SetGradients(parameters, 0);
        optimizer.step();
        var view = new LearningRateView(history.Freeze());
        Assert.Matches(@"first\s+0\.25", view.ToString());
        Assert.Contains("alt=\"The learning rate at every", view.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_how_to_shows_the_view_that_is_tested_here()
    {
        var code = File.ReadAllText(Repository.Path("tests", "OptimNotebookExt.Tests", "Views", "LearningRateView.cs"));
        var page = File.ReadAllText(Repository.Path("docs", "how-to-add-a-view.md")).ReplaceLineEndings("\n");
        var asPublic = code.ReplaceLineEndings("\n").Replace("internal ", "public ", StringComparison.Ordinal);
        Assert.Contains(asPublic[asPublic.IndexOf("/// <summary>", StringComparison.Ordinal)..], page, StringComparison.Ordinal);
    }
}
