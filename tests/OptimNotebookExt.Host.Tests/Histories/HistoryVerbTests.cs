using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using Parquet;
using TorchSharp;
using TorchSharp.Modules;

namespace OptimNotebookExt.Host.Tests.Histories;

public sealed class HistoryVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("optim-").FullName;

    [Fact]
    public async Task A_parquet_file_holds_every_column_to_the_bit()
    {
        var history = Record();
        var (code, _, error) = Run(PathOf("run.json"), "--parquet", PathOf("run.parquet"), "--csv", PathOf("run.csv"));
        Assert.Equal((0, ""), (code, error));

        await using var reader = await ParquetReader.CreateAsync(PathOf("run.parquet"));
        var fields = reader.Schema.GetDataFields();
        Assert.Equal(["step", "dominating_parameter", .. history.Columns.Keys.Skip(1)], fields.Select(f => f.Name));
        using var rows = reader.OpenRowGroupReader(0);
        var steps = new long[history.Steps.Length];
        await rows.ReadAsync(fields[0], steps.AsMemory());
        Assert.Equal(history.Steps, steps);
        var names = new string?[steps.Length];
        await rows.ReadAsync(fields[1], names.AsMemory());
        Assert.Equal(history.Dominating, names);
        foreach (var field in fields.Skip(2))
        {
            var values = new double[steps.Length];
            await rows.ReadAsync(field, values.AsMemory());
            Assert.Equal(history[field.Name].Select(BitConverter.DoubleToInt64Bits), values.Select(BitConverter.DoubleToInt64Bits));
        }
        Assert.Equal(history.Columns.Keys, History.LoadCsv(PathOf("run.csv")).Columns.Keys);
    }

    [Fact]
    public void Without_a_file_to_write_it_prints_the_history()
    {
        Record();
        var (code, output, _) = Run(PathOf("run.json"));
        Assert.Equal(0, code);
        Assert.Contains("History of Eve, Economy, every 1 steps: 5", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_history_is_said_in_one_line_and_nothing_is_written()
    {
        File.WriteAllText(PathOf("run.json"), "{}");
        var (code, _, error) = Run(PathOf("run.json"), "--parquet", PathOf("run.parquet"));
        Assert.Equal(1, code);
        Assert.StartsWith("optimnb: ", error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("run.parquet")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string PathOf(string name) => Path.Combine(folder, name);

    private HistorySnapshot Record()
    {
        using var p = new Parameter(torch.ones(3, 2));
        using var still = new Parameter(torch.ones(2));
        using var optimizer = new Eve([("p", p), ("still", still)]);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1 });
        for (var step = 0; step < 5; step++)
        {
            p.grad = torch.ones(3, 2);
            still.grad = step == 2 ? torch.ones(2) : null;
            optimizer.step();
            history.Record(1.0 / (step + 1));
        }
        history.SaveJson(PathOf("run.json"));
        return history.Freeze();
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (HistoryVerb.Create().Parse(arguments).Invoke(new() { Output = output, Error = error }), output.ToString(), error.ToString());
    }
}
