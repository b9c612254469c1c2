using OptimNotebookExt.Host.Reports;

namespace OptimNotebookExt.Host.Tests.Reports;

public class ReportInputTests
{
    [Fact]
    public void Results_are_read_with_named_non_finite_numbers_and_a_flattened_manifest()
    {
        using var folder = new ScratchFolder();
        var results = ResultsFile.Read(folder.Write("r.json", """
            {"runs":[{"optimizer":"Eve","preset":"test","seed":42,"avg_loss":[5,"NaN",null,"Infinity",1e-3],"final":2.5,"wall_seconds":1.5,"order":"reshuffled","extra":{"a":1},
            "log_stddev":{"norm_input_col":0.5}},{"optimizer":"Cain","preset":"test","seed":1}],
            "manifest":{"torch":{"version":"2.10","threads":1},"seeds":[42,1],"gpu":null,"ok":true}}
            """));

        Assert.Equal([5, double.NaN, double.NaN, double.PositiveInfinity, 1e-3], results.Runs[0].AvgLoss);
        Assert.Equal((2.5, 1.5, "reshuffled"), (results.Runs[0].Final, results.Runs[0].Seconds, results.Runs[0].Order));
        Assert.Equal(new("norm_input_col", 0.5), Assert.Single(results.Runs[0].LogStddev));
        Assert.Equal((0, null, null, "fixed"), (results.Runs[1].AvgLoss.Count, results.Runs[1].Final, results.Runs[1].Seconds, results.Runs[1].Order));
        Assert.Equal(
            ["torch.version=2.10", "torch.threads=1", "seeds=42, 1", "gpu=—", "ok=true"],
            results.Manifest.Select(entry => $"{entry.Key}={entry.Value}"));
    }

    [Theory]
    [InlineData("{\"runs\":[", "not JSON (line 1, byte 10)")]
    [InlineData("[]", "the file should be an object, but is array")]
    [InlineData("{}", "runs is missing")]
    [InlineData("{\"runs\":{}}", "runs should be an array, but is object")]
    [InlineData("{\"runs\":[3]}", "runs[0] should be an object, but is number")]
    [InlineData("{\"runs\":[{\"optimizer\":\"Eve\",\"preset\":\"test\",\"seed\":1},{\"optimizer\":7}]}", "runs[1].optimizer should be a string, but is number")]
    [InlineData("{\"runs\":[{\"optimizer\":\"Eve\",\"seed\":1}]}", "runs[0].preset is missing")]
    [InlineData("{\"runs\":[{\"optimizer\":\"Eve\",\"preset\":\"test\",\"seed\":1.5}]}", "runs[0].seed should be an integer, but is number")]
    [InlineData("{\"runs\":[{\"optimizer\":\"Eve\",\"preset\":\"test\",\"seed\":1,\"avg_loss\":[1,true]}]}", "runs[0].avg_loss[1] should be a number, but is boolean")]
    [InlineData("{\"runs\":[{\"optimizer\":\"Eve\",\"preset\":\"test\",\"seed\":1,\"final\":\"low\"}]}", "runs[0].final should be a number, but is string")]
    [InlineData("{\"runs\":[],\"manifest\":[]}", "manifest should be an object, but is array")]
    public void A_malformed_file_is_named_with_its_field(string json, string problem)
    {
        using var folder = new ScratchFolder();
        var path = folder.Write("results.json", json);

        var error = Assert.Throws<InvalidDataException>(() => ResultsFile.Read(path));

        Assert.StartsWith($"{path}: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        using var folder = new ScratchFolder();
        var missing = folder.File("none.json");

        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => ReportData.Read(missing, null, [])).Message, StringComparison.Ordinal);
        var results = folder.Write("r.json", "{\"runs\":[]}");
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => ReportData.Read(results, missing, [])).Message, StringComparison.Ordinal);
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => ReportData.Read(results, null, [missing])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Golden_experiment_files_give_the_runs_of_PyTorch()
    {
        using var folder = new ScratchFolder();
        var path = folder.Write("e.json", """{"seed":7,"runs":{"eve":{"avg_loss_epoch_start":[3,2],"final_avg_loss":1.5}}}""");

        var run = Assert.Single(PyTorchRun.Read([path]));

        Assert.Equal((7L, "eve", 1.5), (run.Seed, run.Key, run.Final));
        Assert.Equal([3.0, 2.0], run.AvgLoss);
        var broken = folder.Write("b.json", """{"seed":7,"runs":{"eve":{"final_avg_loss":1.5}}}""");
        Assert.Equal($"{broken}: runs.eve.avg_loss_epoch_start is missing", Assert.Throws<InvalidDataException>(() => PyTorchRun.Read([broken])).Message);
    }

    [Fact]
    public void Replay_lines_are_read_around_their_verdict_and_other_lines_are_left_out()
    {
        var lines = ReplayLine.Parse("""
            building
            my data/Eve__a b.json reference f64 1e-13 1e-11 PASS
            kernel__misc.json fast f32 - - FAIL at step 3: 2 parameters

            all PASS
            """);

        Assert.Equal(
            [
                new ReplayLine("my data/Eve__a b.json", "reference", "f64", "1e-13", "1e-11", "PASS"),
                new ReplayLine("kernel__misc.json", "fast", "f32", "-", "-", "FAIL", "at step 3: 2 parameters"),
            ], lines);
        Assert.Equal(["Eve", "kernel"], lines.Select(line => line.Subject));
        Assert.Equal("1 PASS, 0 INFO, 1 FAIL", ReplayLine.Count([.. lines]));
    }

    [Theory]
    [InlineData(null, "—")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.0, "0")]
    [InlineData(350963.0, "3.51e5")]
    [InlineData(1192.4, "1192")]
    [InlineData(4.0698738, "4.070")]
    [InlineData(0.033038660, "0.03304")]
    [InlineData(0.00012345, "1.235e-4")]
    [InlineData(-2.5, "-2.500")]
    public void Numbers_have_four_digits(double? value, string expected)
    {
        Assert.Equal(expected, Numbers.Short(value));
    }
}
