using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

public sealed class SweepSummaryTests
{
    /// <summary>A: 1 to 8. B: twice that. C: mostly as A, and diverged on one seed.</summary>
    private static readonly SweepResults Results = SweepExample.Results((optimizer, seed) => (optimizer, seed) switch
    {
        ("A", _) => seed - 10,
        ("B", _) => 2 * (seed - 10),
        (_, 18) => double.NaN,
        _ => seed - 10,
    });

    [Fact]
    public void The_standings_are_what_the_figures_say()
    {
        var standings = SweepSummary.Of(Results).Standings;

        Assert.Equal(["A", "C", "B"], standings.Select(s => s.Optimizer));
        var a = standings[0];
        Assert.Equal((4.5, 2.75, 6.25, 1, 8), (a.Median, a.LowerQuartile, a.UpperQuartile, a.Minimum, a.Maximum));
        // The eighth root of 8!.
        Assert.Equal(Math.Pow(40320, 1.0 / 8), a.GeometricMean, 12);
        Assert.Equal((8, 0, true), (a.Runs, a.Diverged, a.AtEdge));
        Assert.Equal((2, double.PositiveInfinity), (a.Reached, a.StepsToTarget));
        Assert.Null(a.SecondsToTarget);
        Assert.Equal((1, double.PositiveInfinity, double.PositiveInfinity), (standings[1].Diverged, standings[1].Maximum, standings[1].GeometricMean));
    }

    [Fact]
    public void Every_pair_is_tested_once_with_its_seeds()
    {
        var comparisons = SweepSummary.Of(Results).Comparisons;

        Assert.Equal([("A", "B"), ("C", "B"), ("A", "C")], comparisons.Select(c => (c.Optimizer, c.Baseline)));
        var (ab, cb, ac) = (comparisons[0], comparisons[1], comparisons[2]);
        Assert.Equal((8, 8, 0, true), (ab.Pairs, ab.Wins, ab.Losses, ab.IsRatio));
        Assert.Equal(0.5, ab.Effect, 12);
        // Every sign the same: 2 of 2⁸, times three tests.
        Assert.Equal(2.0 / 256, ab.P, 15);
        Assert.Equal(6.0 / 256, ab.AdjustedP, 15);
        Assert.Equal("better", ab.Verdict);
        // Seven ratios of a half share the rank 4, the run that diverged has rank 8: 28 of 36 against the other.
        Assert.Equal((7, 1), (cb.Wins, cb.Losses));
        Assert.Equal("no difference shown", cb.Verdict);
        // Seven seeds are equal.
        Assert.Equal((1, 0, 1.0), (ac.Wins, ac.Losses, ac.P));
    }

    [Fact]
    public void Figures_of_zero_are_compared_by_their_difference()
    {
        var comparison = SweepSummary.Of(SweepExample.Results((optimizer, seed) => optimizer == "A" ? 0 : seed - 10)).Comparisons[0];

        Assert.False(comparison.IsRatio);
        Assert.Equal(-4.5, comparison.Effect);
        Assert.Equal("better", comparison.Verdict);
    }

    [Fact]
    public void The_learning_rates_are_those_of_the_tuning()
    {
        var points = SweepSummary.Of(Results).Sensitivity;

        Assert.Equal([("A", 0.1, 0.1), ("A", 0.2, 0.2), ("A", 0.3, 0.3)], points.Where(p => p.Optimizer == "A").Select(p => (p.Optimizer, p.LearningRate, p.Median)));
        Assert.Equal(9, points.Count);
    }

    [Fact]
    public void An_optimizer_with_a_missing_run_is_not_compared()
    {
        var summary = SweepSummary.Of(Results with { Rows = [.. Results.Rows.SkipLast(1)] });

        Assert.Equal(["A", "B"], summary.Standings.Select(s => s.Optimizer));
        Assert.Equal([("A", "B")], summary.Comparisons.Select(c => (c.Optimizer, c.Baseline)));
    }

    [Fact]
    public void A_view_shows_tables_figures_and_what_to_be_careful_with()
    {
        var view = Assert.IsType<SweepView>(ViewCatalog.Of(Results));
        var (text, html) = (view.ToString(), view.ToHtml());

        Assert.Contains("The sweep example: 3 optimizers on quadratic, 100 steps, 33 runs", text, StringComparison.Ordinal);
        Assert.Contains("Diverged, and counted as +∞: C on 1 seed.", text, StringComparison.Ordinal);
        Assert.Contains("* A, C, B: the best learning rate is at the edge of the grid", text, StringComparison.Ordinal);
        Assert.Matches("A +B +8/8 +0.5 +0.007812 +0.02344 +better", text);
        Assert.DoesNotContain("cannot be drawn", html, StringComparison.Ordinal);
        Assert.Contains("<img", html, StringComparison.Ordinal);
        Assert.Equal(text, ViewCatalog.Of(SweepSummary.Of(Results))!.ToString());
    }

    [Fact]
    public void A_sweep_that_has_just_begun_has_a_view_too()
    {
        Assert.Contains("0 of 33 runs", new SweepView(Results with { Rows = [], Curves = [] }).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be drawn", new SweepView(Results with { Rows = [.. Results.Rows.Take(1)], Curves = [] }).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_written_and_read_again_to_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Path.Combine(folder.Root, "first.json"), Path.Combine(folder.Root, "second.json"));
        Results.Save(first);

        SweepResults.Load(first).Save(second);

        Assert.Equal(File.ReadAllText(first), File.ReadAllText(second));
        Assert.Equal(33, SweepResults.Load(second).Rows.Count);
        File.WriteAllText(second, File.ReadAllText(first)[..500]);
        Assert.Contains(second, Assert.Throws<InvalidDataException>(() => SweepResults.Load(second)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"optimizer\":\"A\"", "\"optimizer\":\"Z\"", "$.rows: a run has no key, settings or fingerprint, or is of an optimizer that the definition has not")]
    [InlineData("\"fingerprint\":\"0123456789abcdef\"", "\"fingerprint\":null", "$.rows: a run has no key")]
    [InlineData("\"median\":[2,1]", "\"median\":[2]", "$.curves: a curve has not as many values as steps")]
    [InlineData("\"steps\": 100", "\"steps\": 0", "$.steps: it must be a whole number from 1")]
    [InlineData("\"seed\":11", "\"seed\":\"x\"", "is no JSON of this form")]
    public void A_merged_file_that_does_not_fit_is_refused(string part, string instead, string message)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "sweep.json");
        Results.Save(file);
        var text = File.ReadAllText(file);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(part, instead, StringComparison.Ordinal));

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SweepResults.Load(file)).Message, StringComparison.Ordinal);
    }
}
