using System.Text.Json;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Verbs;

/// <summary>What a program reads says the same as what a person reads.</summary>
public sealed class JsonOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_verdicts_of_a_replay()
    {
        var (output, json) = await Run("replay", Repository.Path("data", "golden", "Eden.json"));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(lines);
        Assert.Equal(lines.Select(l => l.Split(' ')[5]), json.EnumerateArray().Select(r => r.GetProperty("verdict").GetString()));
        Assert.All(json.EnumerateArray(), r => Assert.True(r.GetProperty("max_rel").GetDouble() <= r.GetProperty("tolerance").GetDouble()));
    }

    [Fact]
    public async Task The_rates_of_Eden()
    {
        var (output, json) = await Run("experiment", "eden", "--epochs", "2", "--batches", "3");

        Assert.Equal(6, json.GetProperty("points").GetArrayLength());
        Assert.Contains($"last lr {json.GetProperty("last_lr").GetRawText()}", output, StringComparison.Ordinal);
        Assert.Equal(json.GetProperty("last_lr").GetDouble(), json.GetProperty("points")[5].GetProperty("lr").GetDouble());
    }

    private async Task<(string Output, JsonElement Json)> Run(params string[] line)
    {
        var file = Path.Combine(folder.Root, "out.json");
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Done, await OptimnbCommand.RunAsync([.. line, "--json", file], new() { Output = output, Error = TextWriter.Null }));
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return (output.ToString(), json.RootElement.Clone());
    }
}
