using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Tests.Views;

/// <summary>Diagnostics, experiments and manifests.</summary>
public sealed class ResultViewTests
{
    private const string Evil = "<script>alert(\"1\")</script>";

    [Fact]
    public void Diagnostics_come_in_the_order_of_the_model_unless_values_are_not_finite()
    {
        var text = new DiagnosticsView(Report(("a", 1, 0), ("b", 3, 0), ("c", 2, 5))).ToString();

        Assert.Equal(["c", "a", "b"], Order(text));
        Assert.Contains("1 with values that are not finite", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnostics_are_sorted_by_any_column_with_missing_values_last()
    {
        var view = new DiagnosticsView(Report(("a", 1, 0), ("b", double.NaN, 0), ("c", 2, 0)));

        Assert.Equal(["c", "a", "b"], Order(view.SortedBy("rms").ToString()));
        Assert.Equal(["a", "c", "b"], Order(view.SortedBy("rms", descending: false).ToString()));
        Assert.Equal(["c", "b", "a"], Order(view.SortedBy("tensor").ToString()));
        Assert.All(DiagnosticsView.Columns, column => Assert.Equal(3, Order(view.SortedBy(column).ToString()).Length));
        var error = Assert.Throws<ArgumentException>(() => view.SortedBy("size"));
        Assert.Contains("'size'", error.Message, StringComparison.Ordinal);
        Assert.Contains("non-finite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_diagnostics_can_be_sorted_and_the_others_have_no_script()
    {
        var html = new DiagnosticsView(Report(("a", 1, 0))).ToHtml();
        Assert.Single(html.Split("<table").Skip(1), t => t.Contains("data-optim-sort=\"\"", StringComparison.Ordinal));
        Assert.Contains("</table>\n<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", new ExperimentView([]).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnostics_without_tensors_or_with_names_of_markup_are_shown()
    {
        Assert.Contains("0 tensors", new DiagnosticsView(Report()).ToString(), StringComparison.Ordinal);
        var html = new DiagnosticsView(Report((Evil, 1, 0))).ToHtml();
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be drawn", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_are_geometric_means_with_the_range_over_seeds()
    {
        var text = new ExperimentView([Run("Eve", 1, [4, 1]), Run("Eve", 2, [9, 1]), Run("Cain", 1, [2, 1])]).ToString();

        Assert.Matches(@"Eve +line +2 +0 … 1 +1 … 6\n", text);
        Assert.Matches(@"range over the seeds +band +2 +0 … 1 +1 … 9\n", text);
    }

    [Fact]
    public void PyTorchs_figures_stand_beside_whole_runs_only()
    {
        var whole = Enumerable.Repeat(1.0, 150).ToArray();

        Assert.Contains("PyTorch final", new ExperimentView([Run("Eve", 42, whole)]).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PyTorch final", new ExperimentView([Run("Eve", 42, whole[1..])]).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PyTorch final", new ExperimentView([Run("Eve", 42, whole) with { Order = EveCainOrder.Reshuffled }]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_diverged_many_curves_and_no_run_at_all_are_shown()
    {
        var diverged = new ExperimentView([Run("Eve", 1, [3, double.NaN, double.PositiveInfinity]), Run(Evil, 2, [])]);
        Assert.DoesNotContain("cannot be drawn", diverged.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", diverged.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("without any run", new ExperimentView([]).ToString(), StringComparison.Ordinal);

        var many = new ExperimentView(Enumerable.Range(0, 12).Select(i => Run("Eve", 1, [i + 1]) with { Preset = $"p{i}" }));
        Assert.Contains("The 8 with the least final loss of 12.", many.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_is_shown_whole()
    {
        var manifest = new RunManifest
        {
            Package = "1.2.3",
            TorchSharp = "4.5",
            Libtorch = "6.7",
            DotNet = ".NET 8",
            Os = Evil,
            Device = "cuda",
            Seeds = [7, 8],
            CommandLine = "optimnb x",
            Processors = 3,
            Threads = 2,
            Commit = "abc",
        };
        var text = new RunManifestView(manifest).ToString();
        foreach (var part in new[] { "1.2.3", "abc", "4.5", "6.7", ".NET 8", "cuda, 2 threads", "3 processors", "7, 8", "optimnb x" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", new RunManifestView(manifest).ToHtml(), StringComparison.Ordinal);
    }

    private static EveCainRun Run(string optimizer, long seed, double[] losses) => new()
    {
        Optimizer = optimizer,
        Preset = "test",
        Seed = seed,
        AvgLoss = losses,
        Final = losses.Length == 0 ? double.NaN : losses[^1],
        LogStddev = new Dictionary<string, double>(),
    };

    private static DiagnosticsReport Report(params (string Name, double Rms, long NonFinite)[] tensors) => new(
        "Sequential", 1, 1, [0, 50, 100],
        [.. tensors.Select(t => new TensorDiagnostic(t.Name, DiagnosedTensorKind.Output, "Linear", "Float32", [2, -1], 1, new ValueStatistics(4, t.NonFinite, 0, t.Rms, t.Rms, 0.5, -t.Rms, t.Rms), [], []))],
        ["a note"], 0.1, 1);

    private static string[] Order(string text) => [.. text.Split('\n').Where(l => l.Contains(" output ", StringComparison.Ordinal)).Select(l => l.Split(' ')[0])];
}
