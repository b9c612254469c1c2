using System.CommandLine;
using System.Text.Json;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Experiments;

public sealed class ExperimentVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optimnb");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Every_optimizer_runs_by_default_and_the_file_follows_the_contract()
    {
        var (code, output, _) = Invoke("eve-cain", "--seeds", "42,1", "--epochs", "2", "--json", InFolder("out.json"));
        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(File.ReadAllText(InFolder("out.json")));
        var runs = document.RootElement.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(
            from optimizer in (string[])["Eve", "Cain", "LearnedGradient", "NeutralGradient"] from seed in (long[])[42, 1] select (optimizer, "test", seed),
            runs.Select(r => (r.GetProperty("optimizer").GetString()!, r.GetProperty("preset").GetString()!, r.GetProperty("seed").GetInt64())));
        Assert.All(runs, r => Assert.Equal(2, r.GetProperty("avg_loss").GetArrayLength()));
        Assert.All(runs, r => Assert.True(r.GetProperty("final").GetDouble() < r.GetProperty("avg_loss")[0].GetDouble()));
        Assert.All(runs, r => Assert.Equal(
            ["unnorm_input_col", "norm_input_col", "unnorm_0_output_row", "unnorm_2_input_col", "unnorm_2_output_row", "norm_output_row"],
            r.GetProperty("log_stddev").EnumerateObject().Select(p => p.Name)));
        var manifest = document.RootElement.GetProperty("manifest");
        Assert.StartsWith("optimnb experiment eve-cain --seeds 42,1", manifest.GetProperty("command_line").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, manifest.GetProperty("threads").GetInt32());
        Assert.Equal(8, output.Split('\n').Count(line => line.Contains(": final ", StringComparison.Ordinal)));
        Assert.Equal(["out.json"], folder.GetFiles().Select(f => f.Name));
    }

    [Fact]
    public void Data_files_give_the_first_loss_of_their_golden_runs_and_seeds_select_among_them()
    {
        var (code, _, _) = Invoke(
            "eve-cain", "--data", Golden(1), Golden(42), "--seeds", "42", "--optimizer", "cain", "--epochs", "1", "--json", InFolder("out.json"));
        Assert.Equal(0, code);
        using var golden = JsonDocument.Parse(File.ReadAllText(Golden(42)));
        var expected = golden.RootElement.GetProperty("runs").GetProperty("cain").GetProperty("avg_loss_epoch_start")[0].GetDouble();
        using var document = JsonDocument.Parse(File.ReadAllText(InFolder("out.json")));
        var run = document.RootElement.GetProperty("runs").EnumerateArray().Single();
        Assert.Equal(1, run.GetProperty("avg_loss")[0].GetDouble() / expected, 5);
        Assert.Equal("experiment_seed42.json", run.GetProperty("source").GetString());
    }

    [Fact]
    public void Lines_come_every_fifty_epochs_and_the_table_holds_PyTorchs_figures_for_whole_runs_only()
    {
        var (_, shorter, _) = Invoke("eve-cain", "--seeds", "1", "--optimizer", "Cain", "--epochs", "51");
        Assert.Contains("Cain/test seed 1: epoch 50, avg_loss ", shorter, StringComparison.Ordinal);
        Assert.DoesNotContain("9.56 [5.63..14.5]", shorter, StringComparison.Ordinal);
        var (_, whole, _) = Invoke("eve-cain", "--seeds", "1", "--optimizer", "Cain");
        Assert.Contains("9.56 [5.63..14.5]", whole, StringComparison.Ordinal);
    }

    [Fact]
    public void Reshuffled_pairs_give_another_run()
    {
        Invoke("eve-cain", "--seeds", "1", "--optimizer", "Cain", "--epochs", "2", "--json", InFolder("fixed.json"));
        Invoke("eve-cain", "--seeds", "1", "--optimizer", "Cain", "--epochs", "2", "--order", "reshuffled", "--json", InFolder("reshuffled.json"));
        Assert.NotEqual(Final("fixed.json"), Final("reshuffled.json"));

        double Final(string name)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(InFolder(name)));
            return document.RootElement.GetProperty("runs")[0].GetProperty("final").GetDouble();
        }
    }

    [Theory]
    [InlineData("Foo", "--optimizer", "Foo")]
    [InlineData("'x'", "--seeds", "1,x")]
    [InlineData("nowhere", "--json", "nowhere/out.json")]
    [InlineData("nothing.json", "--data", "nothing.json")]
    [InlineData("at least 1", "--threads", "0")]
    [InlineData("'tpu'", "--device", "tpu")]
    [InlineData("needs a Checkpoint", "--stop-after", "5")]
    [InlineData("at least 1", "--stop-after", "0", "--checkpoint", "run.safetensors")]
    [InlineData("nowhere", "--checkpoint", "nowhere/run.safetensors")]
    [InlineData("TorchSharp's own", "--optimizer", "Adam", "--checkpoint", "run.safetensors")]
    public void Bad_arguments_are_said_in_one_line_and_nothing_is_written(string said, params string[] arguments)
    {
        var (code, output, error) = Invoke(["eve-cain", "--epochs", "1", .. arguments]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_without_a_file_a_seed_in_two_files_and_a_broken_file_are_errors()
    {
        Assert.Contains("seed 7; there are 1", Invoke("eve-cain", "--data", Golden(1), "--seeds", "1,7").Error, StringComparison.Ordinal);
        Assert.Contains("both have the seed 1", Invoke("eve-cain", "--data", Golden(1), Golden(1)).Error, StringComparison.Ordinal);
        File.WriteAllText(InFolder("broken.json"), "{}");
        var (code, _, error) = Invoke("eve-cain", "--data", InFolder("broken.json"));
        Assert.Equal(1, code);
        Assert.Contains("broken.json: the field E is missing", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_run_or_a_broken_one_is_refused_and_stays()
    {
        Assert.Equal(0, Invoke("eve-cain", "--seeds", "1", "--optimizer", "Eve", "--epochs", "2", "--checkpoint", InFolder("run.safetensors"), "--stop-after", "3").Code);
        var kept = File.ReadAllBytes(InFolder("run.safetensors"));
        foreach (var (other, said) in ((string[], string)[])[(["--seeds", "2"], "its seed is 1"), (["--seeds", "1", "--path", "reference"], "its path is Auto"), (["--seeds", "1", "--order", "reshuffled"], "its order is Fixed")])
        {
            var (code, _, error) = Invoke(["eve-cain", "--optimizer", "Eve", "--epochs", "2", "--checkpoint", InFolder("run.safetensors"), .. other]);
            Assert.Equal(1, code);
            Assert.Contains(said, error, StringComparison.Ordinal);
            Assert.Equal(kept, File.ReadAllBytes(InFolder("run.safetensors")));
        }
        File.WriteAllBytes(InFolder("run.safetensors"), kept[..^1]);
        Assert.Contains("the file is cut off", Invoke("eve-cain", "--seeds", "1", "--optimizer", "Eve", "--epochs", "2", "--checkpoint", InFolder("run.safetensors")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Eden_shows_its_rates_and_reloads_the_last_one()
    {
        var (code, output, _) = Invoke("eden", "--epochs", "2", "--batches", "3");
        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        var last = lines.Single(l => l.StartsWith("last lr ", StringComparison.Ordinal)).Split(' ')[^1];
        Assert.EndsWith(" " + last.Trim(), lines[^1].TrimEnd(), StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { ExperimentVerb.Create() };
        var code = root.Parse(["experiment", .. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private static string Golden(int seed)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Notebooks.sln")))
            root = root.Parent ?? throw new InvalidOperationException("Run the tests from a checkout.");
        return Path.Combine(root.FullName, "data", "golden", $"experiment_seed{seed}.json");
    }

    private string InFolder(string name) => Path.Combine(folder.FullName, name);
}
