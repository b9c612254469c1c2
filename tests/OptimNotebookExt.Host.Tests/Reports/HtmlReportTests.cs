using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using OptimNotebookExt.Host.Reports;

namespace OptimNotebookExt.Host.Tests.Reports;

public partial class HtmlReportTests
{
    private const string Hostile = "<script>alert(\"1\")</script>'&";

    [GeneratedRegex("<img alt=\"([^\"]*)\"[^>]* src=\"([^\"]*)\"")]
    private static partial Regex Images();

    [GeneratedRegex("<(script|link|iframe|object|embed)\\b|\\bon[a-z]+=|@import|url\\(", RegexOptions.IgnoreCase)]
    private static partial Regex ActiveOrExternal();

    private static ReportData Full() => Sample.Data(
        [Sample.Run(scale: 1.1), Sample.Run("Cain", scale: 2)],
        [Sample.Reference(), Sample.Reference("cain")],
        "data/golden/Eve__hyper.json reference f64 1.5e-13 1e-11 PASS\ndata/golden/Cain__edge.json reference f32 0.5 2e-05 FAIL\n");

    [Fact]
    public void The_page_holds_the_tables_the_replay_and_the_manifest()
    {
        var html = HtmlReport.Render(Full());

        Assert.Contains("<td class=\"n\">1.100</td>", html, StringComparison.Ordinal); // ratio of Eve
        Assert.Contains("4.17 [3.03..6.22] inside", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">0.2500</td>", html, StringComparison.Ordinal); // log-stddev
        Assert.Contains("<td>Eve__hyper.json</td><td>reference</td><td>f64</td><td class=\"n\">1.5e-13</td><td class=\"n\">1e-11</td>", html, StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">libtorch</th><td>2.10.0</td></tr>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_says_what_the_data_say()
    {
        var summary = ReportSummary.Of(Full());

        Assert.Equal(
            "2 runs of 2 settings over 150 epochs, seed 42. Eve ends lowest, at an avg_loss of 4.400; Cain highest, at 8.000. "
            + "Eve differs from PyTorch by more than 0.1 % from the start. "
            + "The replay of the golden data: 1 PASS, 0 INFO, 1 FAIL.", summary);
    }

    [Fact]
    public void A_group_of_the_replay_is_open_only_when_something_in_it_failed()
    {
        var html = HtmlReport.Render(Full());

        Assert.Contains("<details open><summary><span>Cain</span>", html, StringComparison.Ordinal);
        Assert.Contains("<details><summary><span>Eve</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_outside_the_page_is_named_and_nothing_in_it_is_active()
    {
        var html = HtmlReport.Render(Full());

        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"//", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(ActiveOrExternal(), html);
        Assert.All(Images().Matches(html), image => Assert.StartsWith("data:image/svg+xml;base64,", image.Groups[2].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_image_has_a_sentence_of_at_least_five_words_with_its_numbers()
    {
        var alts = Images().Matches(HtmlReport.Render(Full())).Select(image => WebUtility.HtmlDecode(image.Groups[1].Value)).ToArray();

        Assert.Equal(
            [
                "Of 2 settings Eve ends lowest at an avg_loss of 4.400 and Cain highest at 8.000.",
                "The avg_loss of Eve falls from 1100 to 4.400, where PyTorch ends at 4.000.",
                "The avg_loss of Cain falls from 2000 to 8.000, where PyTorch ends at 4.000.",
            ], alts);
        Assert.All(alts, alt => Assert.True(alt.Split(' ').Length >= 5));
    }

    [Fact]
    public void An_image_stays_within_its_budget_of_60_KB()
    {
        ExperimentRun[] runs = [.. "ABCDEFGH".Select(c => Sample.Run("Eve", c.ToString(), scale: c))];
        PyTorchRun[] pyTorch = [.. "ABCDEFGH".Select(c => Sample.Reference(c.ToString(), scale: c * 1.1))];

        var sizes = Images().Matches(HtmlReport.Render(Sample.Data(runs, pyTorch))).Select(image => image.Groups[2].Length).ToArray();

        Assert.Equal(9, sizes.Length);
        Assert.All(sizes, size => Assert.InRange(size, 1000, 60 * 1024));
    }

    [Fact]
    public void Every_text_of_the_inputs_is_encoded()
    {
        var run = Sample.Run(Hostile, Hostile) with { LogStddev = [new(Hostile, 1)] };
        var data = new ReportData(
            new([run], [new(Hostile, Hostile)]), [Sample.Reference(Hostile)],
            ReplayLine.Parse($"{Hostile}.json {Hostile} {Hostile} {Hostile} {Hostile} PASS"));

        var html = HtmlReport.Render(data);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert(\"", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_that_are_missing_short_or_not_finite_still_make_a_page()
    {
        var broken = Sample.Run("Cain", final: double.NaN) with { AvgLoss = [.. Enumerable.Repeat(double.NaN, 5), double.PositiveInfinity, 0, -1] };
        var data = Sample.Data([Sample.Run(epochs: 0, final: null), broken, Sample.Run("Eden", epochs: 1)], [Sample.Reference(), Sample.Reference("cain")]);

        var html = HtmlReport.Render(data);

        Assert.Contains("The avg_loss of Cain does not end at a finite value.", html, StringComparison.Ordinal);
        Assert.Contains("No finite final loss: Eve, Cain.", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">NaN</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_without_runs_say_so()
    {
        Assert.Contains("The results hold no run.", HtmlReport.Render(Sample.Data([])), StringComparison.Ordinal);
    }

    [Fact]
    public void The_epochs_that_follow_PyTorch_are_counted_over_the_seed_that_departs_first()
    {
        var early = Sample.Run(seed: 1) with { AvgLoss = [.. Sample.Run().AvgLoss.Select((loss, k) => k < 12 ? loss * 1.0009 : loss * 1.0011)] };
        var late = Sample.Run(seed: 2) with { AvgLoss = [.. Sample.Run().AvgLoss.Select((loss, k) => k < 40 ? loss : double.NaN)] };
        var data = Sample.Data([early, late, Sample.Run("Cain", seed: 1)], [Sample.Reference(seed: 1), Sample.Reference(seed: 2), Sample.Reference("cain", seed: 1)]);

        Assert.Equal([12, 150], data.Groups.Select(group => group.EpochsLikePyTorch));
        Assert.Contains("for the first 12 epochs (Eve) or longer;", ReportSummary.Of(data), StringComparison.Ordinal);
        Assert.Contains("Cain: within 0.1 % of PyTorch for the first 150 of 150 epochs.", HtmlReport.Render(data), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var expected = HtmlReport.Render(Full());
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, HtmlReport.Render(Full()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
