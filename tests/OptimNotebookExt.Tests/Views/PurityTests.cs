using System.Text.RegularExpressions;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Views;
using TorchSharp;

namespace OptimNotebookExt.Tests.Views;

[Collection(GlobalGenerator.Name)]
public sealed partial class PurityTests
{
    private static readonly string[] Allowed =
        ["h4", "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "img", "figcaption", "small", "br", "script"];

    private static readonly string[] Attributed = ["align", "cellpadding", "alt", "src", "width", "height", "style", "data-optim-figure"];

    [Fact]
    public void Drawing_changes_nothing_draws_no_random_number_and_keeps_no_tensor()
    {
        using var optimizer = OptimizerViewTests.Trained(2, 5, [24, 16], [6, 4, 3, 3]);
        using var matrix = Matrices.NearIdentity(600);
        using var projection = ProjectionEstimator.Estimate(matrix, matrix);
        using var copy = matrix.clone();
        using var model = TestModels.Mlp(1);
        object[] values = [optimizer, optimizer.Snapshot(), optimizer.Snapshot().Parameters.First(), projection, projection.Check, matrix, model];
        var states = optimizer.States.SelectMany(s => s.TensorNames.Select(n => s[n].Doubles())).ToArray();
        using var random = torch.get_rng_state();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        foreach (var value in values)
        {
            _ = View.Of(value)!.ToHtml();
            _ = View.Of(value)!.ToString();
        }
        _ = MatrixView.Of(matrix, MatrixKind.LearningRate, "lr").ToHtml();

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var after = torch.get_rng_state();
        Assert.Equal(random.Doubles(), after.Doubles());
        Assert.Equal(copy.Doubles(), matrix.Doubles());
        Assert.Equal(states, optimizer.States.SelectMany(s => s.TensorNames.Select(n => s[n].Doubles())).ToArray());
    }

    [Fact]
    public void The_html_has_only_what_sanitizers_leave_and_no_style_but_that_of_figures()
    {
        using var optimizer = OptimizerViewTests.Trained(3, 40, [24, 16], [5]);
        using var projection = ProjectionEstimator.Estimate(Matrices.Covariance(2, 5), Matrices.Covariance(2, 5));
        using var model = TestModels.Mlp(1);
        object[] values = [optimizer, optimizer.Snapshot().Parameters.First(), projection, model, model.parameters().First()];
        foreach (var html in values.Select(v => View.Of(v)!.ToHtml()))
        {
            var withoutScripts = Scripts().Replace(html, "");
            Assert.All(Elements().Matches(withoutScripts), m => Assert.Contains(m.Groups[1].Value, Allowed));
            Assert.All(Attributes().Matches(withoutScripts), m => Assert.Contains(m.Groups[1].Value, Attributed));
            Assert.DoesNotMatch("<(?!figure|img)[a-z0-9]+[^>]* style=", withoutScripts);
            Assert.DoesNotContain("<svg", withoutScripts, StringComparison.OrdinalIgnoreCase);
            // What is left is a whole: every element closed, every script one of a figure.
            Assert.Equal(html.Split("<figure").Length, html.Split("<script").Length);
        }
    }

    [GeneratedRegex("<script>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("</?([a-zA-Z0-9]+)")]
    private static partial Regex Elements();

    [GeneratedRegex(" ([a-z-]+)=\"")]
    private static partial Regex Attributes();
}
