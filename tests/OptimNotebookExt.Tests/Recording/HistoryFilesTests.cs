using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Recording;

public sealed class HistoryFilesTests
{
    [Fact]
    public void Json_brings_everything_back()
    {
        var history = Recorded();
        using var file = new TemporaryFile("history.json");
        history.SaveJson(file.Path);
        var read = History.LoadJson(file.Path);
        AssertSameColumns(history, read);
        Assert.Equal((history.Optimizer, history.Level, history.Every), (read.Optimizer, read.Level, read.Every));
        Assert.Equal(history.Parameters.AsEnumerable(), read.Parameters.AsEnumerable());
        Assert.NotEmpty(history.SpectraNames);
        Assert.Equal(history.SpectraNames, read.SpectraNames);
        foreach (var name in history.SpectraNames)
            Assert.Equal(history.Spectra(name).SelectMany(s => s.Values.Prepend(s.Step)), read.Spectra(name).SelectMany(s => s.Values.Prepend(s.Step)));
        Assert.Equal(history.ToString(), read.ToString());
        Assert.Single(Directory.GetFiles(file.Folder));
    }

    [Fact]
    public void Csv_brings_the_columns_back_bit_by_bit()
    {
        var history = Recorded();
        using var file = new TemporaryFile("history.csv");
        history.SaveCsv(file.Path);
        var read = History.LoadCsv(file.Path);
        AssertSameColumns(history, read);
        Assert.Null(read.Optimizer);
        Assert.Contains(double.PositiveInfinity, read["loss"]);
        Assert.Contains("last sample", read.ToString(), StringComparison.Ordinal);
        Assert.Equal(history.Steps.Length, File.ReadAllLines(file.Path).Length - 1);
    }

    [Theory]
    [InlineData("", "first line")]
    [InlineData("step,loss\n1,2\n", "first line")]
    [InlineData("step,dominating_parameter,loss\n0,,1\n10,\n", "record 3 has 2 fields")]
    [InlineData("step,dominating_parameter,loss\n0,,one\n", "'one' is not a number")]
    [InlineData("step,dominating_parameter,loss\n10,,1\n10,,1\n", "above the one before")]
    [InlineData("step,dominating_parameter,loss,loss\n", "given twice")]
    [InlineData("step,dominating_parameter,\"loss\n", "not closed")]
    public void A_broken_csv_file_is_refused_with_its_place(string text, string message)
    {
        using var file = new TemporaryFile("history.csv", text);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => History.LoadCsv(file.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "history.json")]
    [InlineData("null", "missing")]
    [InlineData("""{"format":"other"}""", "other")]
    [InlineData("""{"format":"optim-history/1","steps":[0]}""", "must be there")]
    [InlineData("""{"format":"optim-history/1","parameters":[],"steps":[0,10],"dominating":[null,null],"columns":[{"name":"loss","values":[1]}],"spectra":{}}""", "2 values")]
    [InlineData("""{"format":"optim-history/1","parameters":[],"steps":[10,0],"dominating":[null,null],"columns":[],"spectra":{}}""", "ascend")]
    [InlineData("""{"format":"optim-history/1","parameters":[],"steps":[],"dominating":[],"columns":[{"name":"step","values":[]}],"spectra":{}}""", "given twice")]
    [InlineData("""{"format":"optim-history/1","parameters":[],"steps":[],"dominating":[],"columns":[],"spectra":{"a":[null]}}""", "spectra of a")]
    public void A_broken_json_file_is_refused(string text, string message)
    {
        using var file = new TemporaryFile("history.json", text);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => History.LoadJson(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_names_the_run_and_the_last_sample_of_each_parameter()
    {
        var text = Recorded().ToString();
        Assert.Contains("History of LearnedGradient, Full, every 1 steps: 6 samples, steps 0–5", text, StringComparison.Ordinal);
        Assert.Contains("dominates the update", text, StringComparison.Ordinal);
        Assert.Contains("cos_update_gradient", text, StringComparison.Ordinal);
        Assert.Contains("\na,\"b\" <script>", text, StringComparison.Ordinal);
    }

    /// <summary>With a name that has to be quoted, a NaN and an infinite loss.</summary>
    private static HistorySnapshot Recorded()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [7]);
        parameters[0].Name = "a,\"b\" <script>";
        using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1, MatrixEvery = 2, Level = HistoryLevel.Full });
        double[] losses = [1.0 / 3, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-300, 2];
        for (var step = 0; step < losses.Length; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
            history.Record(losses[step]);
        }
        return history.Freeze();
    }

    private static void AssertSameColumns(HistorySnapshot a, HistorySnapshot b)
    {
        Assert.Equal(a.Columns.Keys, b.Columns.Keys);
        Assert.All(a.Columns.Keys, k => Assert.Equal(a[k].AsEnumerable(), b[k].AsEnumerable()));
        Assert.Equal(a.Steps.AsEnumerable(), b.Steps.AsEnumerable());
        Assert.Equal(a.Dominating.AsEnumerable(), b.Dominating.AsEnumerable());
    }
}
