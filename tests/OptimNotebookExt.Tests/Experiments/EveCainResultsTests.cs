using System.Text.Json;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Tests.Experiments;

public class EveCainResultsTests
{
    private static EveCainRun Run(string preset, long seed, double final, params double[] avg_loss) => new()
    {
        Optimizer = "Cain",
        Preset = preset,
        Seed = seed,
        AvgLoss = avg_loss,
        Final = final,
        LogStddev = new Dictionary<string, double> { ["unnorm_0_output_row"] = 0.5 },
        Order = EveCainOrder.Reshuffled,
    };

    [Fact]
    public void The_file_has_the_names_of_the_contract_and_reads_back()
    {
        using var file = new TemporaryFile("results.json");
        var manifest = RunManifest.Capture([42, 1], commandLine: "optimnb experiment eve-cain");
        new EveCainResults([Run("test", 42, 1.5, 3, 2)], manifest).Save(file.Path);
        Assert.Equal(["results.json"], Directory.GetFiles(file.Folder).Select(Path.GetFileName));

        using var document = JsonDocument.Parse(File.ReadAllText(file.Path));
        var run = document.RootElement.GetProperty("runs")[0];
        Assert.Equal(("Cain", "test", 42), (run.GetProperty("optimizer").GetString(), run.GetProperty("preset").GetString(), run.GetProperty("seed").GetInt32()));
        Assert.Equal([3.0, 2.0], run.GetProperty("avg_loss").EnumerateArray().Select(e => e.GetDouble()));
        Assert.Equal((1.5, 0.5, "reshuffled"), (run.GetProperty("final").GetDouble(), run.GetProperty("log_stddev").GetProperty("unnorm_0_output_row").GetDouble(), run.GetProperty("order").GetString()));
        var written = document.RootElement.GetProperty("manifest");
        foreach (var name in (string[])["package", "commit", "torchsharp", "libtorch", "dotnet", "os", "threads", "device", "seeds", "command_line", "date"])
            Assert.True(written.TryGetProperty(name, out _), name);

        var read = EveCainResults.Load(file.Path);
        Assert.Equal((EveCainOrder.Reshuffled, 1.5), (read.Runs[0].Order, read.Runs[0].Final));
        Assert.Equal(manifest.Date, read.Manifest.Date);
        Assert.Equal([42L, 1L], read.Manifest.Seeds);
    }

    [Fact]
    public void A_diverged_run_is_kept_as_NaN()
    {
        using var file = new TemporaryFile("results.json");
        new EveCainResults([Run("test", 42, double.NaN, 1, double.PositiveInfinity)], RunManifest.Capture([42])).Save(file.Path);
        Assert.Equal([1, double.PositiveInfinity], EveCainResults.Load(file.Path).Runs[0].AvgLoss);
        Assert.True(double.IsNaN(EveCainResults.Load(file.Path).Runs[0].Final));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"runs\":[{}],\"manifest\":{}}")]
    [InlineData("[")]
    public void A_file_of_another_form_is_refused_with_its_name(string text)
    {
        using var file = new TemporaryFile("results.json", text);
        Assert.Contains(file.Path, Assert.Throws<InvalidDataException>(() => EveCainResults.Load(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_has_the_geometric_mean_and_the_range_of_its_seeds()
    {
        var flat = Enumerable.Repeat(8.0, 150).ToArray();
        var summary = EveCainSummary.Of([Run("test", 1, 2, flat), Run("test", 2, 8, flat), Run("cain_lr0.1", 1, 5, 5)]);
        Assert.Equal(["test", "cain_lr0.1"], summary.Select(s => s.Preset));
        Assert.Equal((2, 2.0, 8.0), (summary[0].Seeds, summary[0].Minimum, summary[0].Maximum));
        Assert.Equal(4, summary[0].Final, 12);
        Assert.Equal(8, summary[0].Epoch50, 12);
        Assert.True(double.IsNaN(summary[1].Epoch50));
    }

    [Fact]
    public void A_manifest_names_the_versions_it_ran_with()
    {
        var manifest = RunManifest.Capture([]);
        Assert.Equal(("0.107.0", "cpu"), (manifest.TorchSharp, manifest.Device));
        Assert.StartsWith("2.10.0", manifest.Libtorch, StringComparison.Ordinal);
        Assert.DoesNotContain("+", manifest.Package, StringComparison.Ordinal);
        Assert.True(manifest.Threads > 0);
    }
}
