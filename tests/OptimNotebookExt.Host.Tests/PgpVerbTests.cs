using System.Text.Json;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests;

public sealed class PgpVerbTests
{
    [Fact]
    public void It_prints_and_writes_a_row_for_each_size_dtype_and_solver()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "pgp.json");
        using var output = new StringWriter();

        var code = PgpVerb.Create().Parse(["--sizes", "64", "--rounds", "1", "--json", file]).Invoke(new() { Output = output, Error = TextWriter.Null });

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(6, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.Equal((64, 256), (row.GetProperty("size").GetInt64(), row.GetProperty("batch").GetInt64()));
            Assert.InRange(row.GetProperty("residual").GetDouble(), 0, row.GetProperty("dtype").GetString() == "float64" ? 1e-10 : 1e-2);
        });
        Assert.Contains("| NewtonSchulz |", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sizes", "0")]
    [InlineData("--rounds", "0")]
    [InlineData("--device", "tpu")]
    public void A_bad_argument_is_refused(string option, string value) =>
        Assert.NotEmpty(PgpVerb.Create().Parse([option, value]).Errors);
}
