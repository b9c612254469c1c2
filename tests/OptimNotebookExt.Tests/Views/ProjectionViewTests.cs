using System.Text.RegularExpressions;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

public sealed partial class ProjectionViewTests
{
    [Fact]
    public void In_two_dimensions_the_ellipses_are_drawn_and_the_text_reads_as_approved()
    {
        using var g = tensor(new[,] { { 3.0, 1.0 }, { 1.0, 1.0 } });
        using var c = tensor(new[,] { { 2.0, 0.8 }, { 0.8, 0.7 } });
        using var projection = ProjectionEstimator.Estimate(g, c);
        Approved.Verify(Rounded(projection.View().ToString()), "view-projection.txt");
        Assert.Contains("P carries G onto C", projection.View().ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Above_two_there_is_one_figure_and_the_sentence_names_its_threshold()
    {
        using var g = Matrices.Covariance(20, 40);
        using var projection = ProjectionEstimator.Estimate(g, g, new SpectrumSmoothing());
        var html = projection.View().ToHtml();
        Assert.DoesNotContain("ellipse", html, StringComparison.Ordinal);
        Assert.Contains("P·G·P = C holds", html, StringComparison.Ordinal);
        Assert.Contains("threshold 0.01", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 5_000, 70_000);
    }

    [Fact]
    public void The_view_outlives_the_projection()
    {
        using var g = Matrices.Covariance(2, 5);
        var projection = ProjectionEstimator.Estimate(g, g);
        var view = projection.View();
        var before = view.ToHtml();
        projection.Dispose();
        Assert.Equal(before, view.ToHtml());
        Assert.Contains("cannot be shown", View.Of(projection)!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Residuals are rounding, which differs between machines.</summary>
    private static string Rounded(string text) => Spaces().Replace(Residual().Replace(text, "${what} (rounding)"), "  ");

    [GeneratedRegex(@"(?<what>PGP − C[|‖]|mean residual is) +[^ ]+")]
    private static partial Regex Residual();

    [GeneratedRegex("   +")]
    private static partial Regex Spaces();
}
