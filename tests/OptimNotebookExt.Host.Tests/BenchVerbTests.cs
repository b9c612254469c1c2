using System.Text.Json;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests;

public sealed class BenchVerbTests
{
    [Fact]
    public void It_prints_and_writes_a_row_for_each_path_beside_AdamW_and_the_machines_limits()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "bench.json");
        using var output = new StringWriter();

        var code = BenchVerb.Create().Parse(["--set", "mlp", "--optimizer", "Eve", "--rounds", "2", "--threads", "1", "--json", file])
            .Invoke(new() { Output = output, Error = TextWriter.Null });

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var machine = json.RootElement.GetProperty("machine");
        Assert.True(machine.GetProperty("copy_gb_s").GetDouble() > 0.1);
        Assert.True(machine.GetProperty("gemm_gflops").GetDouble() > 0.1);
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["AdamW torchsharp", "Eve reference", "Eve fast"], rows.Select(r => $"{r.GetProperty("optimizer")} {r.GetProperty("path")}"));
        Assert.All(rows, row =>
        {
            Assert.Equal("mlp", row.GetProperty("set").GetString());
            Assert.InRange(row.GetProperty("ms_median").GetDouble(), row.GetProperty("ms_min").GetDouble(), row.GetProperty("ms_max").GetDouble());
            Assert.Equal(rows[0].GetProperty("ms_median").GetDouble(), row.GetProperty("ms_torchsharp_adamw").GetDouble());
            // 40 300 elements, four tensors read and three written.
            Assert.Equal(40_300 * 7 * 4, row.GetProperty("bytes_moved").GetInt64());
            Assert.Equal(row.GetProperty("bytes_moved").GetInt64() / machine.GetProperty("copy_gb_s").GetDouble() / 1e6, row.GetProperty("ms_limit").GetDouble(), 1e-9);
            Assert.Equal(JsonValueKind.Null, row.GetProperty("ms_pytorch").ValueKind);
        });
        Assert.Equal(8, rows[2].GetProperty("extra_bytes_per_parameter").GetDouble());
        Assert.Contains("Eve", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_device_path_makes_as_many_tensors_for_many_parameters_of_a_shape_as_for_few()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "bench.json");

        var code = BenchVerb.Create().Parse(["--set", "small200", "--optimizer", "Eve", "--rounds", "1", "--path", "device", "--json", file])
            .Invoke(new() { Output = TextWriter.Null, Error = TextWriter.Null });

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal("cpu", json.RootElement.GetProperty("machine").GetProperty("device").GetString());
        var row = json.RootElement.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("optimizer").GetString() == "Eve");
        Assert.Equal("device", row.GetProperty("path").GetString());
        // Of each of the 200 parameters its gradient and its part of the result are tensors, which nothing computes.
        Assert.InRange(row.GetProperty("tensors_per_step").GetDouble() - 400, 1, 100);
    }

    [Theory]
    [InlineData("--device", "tpu")]
    [InlineData("--threads", "0")]
    [InlineData("--rounds", "-1")]
    [InlineData("--case-seconds", "0")]
    [InlineData("--set", "tf5")]
    [InlineData("--path", "quick")]
    public void A_bad_argument_is_refused(string option, string value) =>
        Assert.NotEmpty(BenchVerb.Create().Parse([option, value]).Errors);
}
