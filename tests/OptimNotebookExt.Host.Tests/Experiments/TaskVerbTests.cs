using System.CommandLine;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Experiments;

public sealed class TaskVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optimnb");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_task_runs_with_settings_over_seeds_and_is_made_again_to_the_bit()
    {
        var (code, output, _) = Invoke("experiment", "quadratic", "--optimizer", "AdamW,SGD", "--set", "lr=0.01", "weight_decay=0", "--seeds", "1,2", "--steps", "50", "--json", InFolder("out.json"));
        Assert.Equal(0, code);
        Assert.Contains("quadratic AdamW lr=0.01 weight_decay=0 seed 2: final ", output, StringComparison.Ordinal);
        Assert.Equal(["out.json", "out.timings.json"], folder.GetFiles().Select(f => f.Name).Order());
        var file = JsonNode.Parse(File.ReadAllText(InFolder("out.json")))!;
        Assert.Equal([("AdamW", 1), ("AdamW", 2), ("SGD", 1), ("SGD", 2)], file["runs"]!.AsArray().Select(r => (r!["optimizer"]!.GetValue<string>(), r["seed"]!.GetValue<int>())));
        Assert.Equal((50, 1, 50), (file["runs"]![0]!["steps"]!.GetValue<int>(), file["runs"]![0]!["threads"]!.GetValue<int>(), file["runs"]![0]!["losses"]!.AsArray().Count));
        Assert.Equal(4, JsonNode.Parse(File.ReadAllText(InFolder("out.timings.json")))!.AsArray().Count);

        (code, output, _) = Invoke("rerun", InFolder("out.json"), "--json", InFolder("again.json"));
        Assert.Equal(0, code);
        Assert.Contains("quadratic SGD lr=0.01 weight_decay=0 seed 1: the same bits", output, StringComparison.Ordinal);
        Assert.Contains("4 of 4 runs are the same to the bit", output, StringComparison.Ordinal);
        Assert.True(File.Exists(InFolder("again.timings.json")));

        var loss = file["runs"]![1]!["losses"]![3]!;
        loss.ReplaceWith(loss.GetValue<double>() * 1.001);
        File.WriteAllText(InFolder("out.json"), file.ToJsonString());
        (code, output, _) = Invoke("rerun", InFolder("out.json"));
        Assert.Equal(1, code);
        Assert.Contains("quadratic AdamW lr=0.01 weight_decay=0 seed 2: differs from step 4 on, by at most 0.000999 (relative)", output, StringComparison.Ordinal);
        Assert.Equal(0, Invoke("rerun", InFolder("out.json"), "--tolerance", "0.01").Code);
    }

    [Fact]
    public void Files_that_a_task_reads_are_in_the_manifest()
    {
        Assert.Equal(0, Invoke("experiment", "characters", "--optimizer", "Eve", "--steps", "1", "--json", InFolder("out.json")).Code);
        var inputs = JsonNode.Parse(File.ReadAllText(InFolder("out.json")))!["manifest"]!["inputs"]!.AsObject();
        Assert.EndsWith("text.txt", inputs.Single().Key, StringComparison.Ordinal);
        Assert.Equal(64, inputs.Single().Value!.GetValue<string>().Length);
        Assert.Equal(0, Invoke("rerun", InFolder("out.json")).Code);
    }

    [Theory]
    [InlineData("--set: 'lr' is not of the form name=number", "--optimizer", "Eve", "--set", "lr")]
    [InlineData("'lr=fast' is not of the form name=number", "--optimizer", "Eve", "--set", "lr=fast")]
    [InlineData("lr is set twice", "--optimizer", "Eve", "--set", "lr=1", "--set", "lr=2")]
    [InlineData("There is no optimizer 'Adam'; there are Eve,", "--optimizer", "Adam")]
    [InlineData("EveOptions has no option 'momentum'", "--optimizer", "SGD,Eve", "--set", "momentum=0.5")]
    [InlineData("'x' is not a whole number", "--optimizer", "Eve", "--seeds", "1,x")]
    [InlineData("Steps must be at least 1", "--optimizer", "Eve", "--steps", "0")]
    [InlineData("Threads must be at least 1", "--optimizer", "Eve", "--threads", "0")]
    [InlineData("does not exist; make it first", "--optimizer", "Eve", "--json", "none/out.json")]
    [InlineData("'--optimizer' is required")]
    public void Bad_input_is_said_in_one_line(string message, params string[] arguments)
    {
        var (code, _, error) = Invoke(["experiment", "quadratic", .. arguments]);
        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = new RootCommand { ExperimentVerb.Create(), RerunVerb.Create() }.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string InFolder(string name) => Path.Combine(folder.FullName, name);
}
