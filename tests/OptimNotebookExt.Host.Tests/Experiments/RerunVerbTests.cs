using System.CommandLine;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Experiments;

public sealed class RerunVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optimnb");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_result_is_made_again_to_the_bit()
    {
        Assert.Equal(0, Invoke("experiment", "eve-cain", "--seeds", "3,5", "--epochs", "3", "--order", "reshuffled", "--checkpoint", InFolder("run.safetensors"), "--json", InFolder("out.json")).Code);
        var before = File.ReadAllText(InFolder("out.json"));

        var (code, output, _) = Invoke("rerun", InFolder("out.json"), "--json", InFolder("again.json"));

        Assert.Equal(0, code);
        Assert.Contains("8 of 8 runs are the same to the bit", output, StringComparison.Ordinal);
        Assert.Contains("NeutralGradient/test seed 5: the same bits", output, StringComparison.Ordinal);
        Assert.DoesNotContain("was", output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(InFolder("out.json")));
        Assert.True(File.Exists(InFolder("again.json")));
    }

    [Fact]
    public void A_difference_is_told_with_where_and_how_much_and_what_else_differs()
    {
        Invoke("experiment", "eve-cain", "--data", Golden, "--optimizer", "Eve,Cain", "--epochs", "3", $"--json={InFolder("out.json")}");
        var file = JsonNode.Parse(File.ReadAllText(InFolder("out.json")))!;
        file["runs"]![1]!["avg_loss"]![1] = file["runs"]![1]!["avg_loss"]![1]!.GetValue<double>() * 1.001;
        file["manifest"]!["torchsharp"] = "0.1";
        File.WriteAllText(InFolder("out.json"), file.ToJsonString());

        var (code, output, _) = Invoke("rerun", InFolder("out.json"));
        Assert.Equal(1, code);
        Assert.Contains("Eve/test seed 42: the same bits", output, StringComparison.Ordinal);
        Assert.Contains("Cain/test seed 42: differs from epoch 1 on, by at most 0.000999 (relative)", output, StringComparison.Ordinal);
        Assert.Contains("torchsharp: was 0.1, is ", output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 runs are the same to the bit", output, StringComparison.Ordinal);
        Assert.Equal(0, Invoke("rerun", InFolder("out.json"), "--tolerance", "0.01").Code);
    }

    [Fact]
    public void What_cannot_be_made_again_is_said_in_one_line()
    {
        var data = InFolder("data.json");
        File.Copy(Golden, data);
        Invoke("experiment", "eve-cain", "--data", data, "--optimizer", "Eve", "--epochs", "1", "--json", InFolder("out.json"));
        File.AppendAllText(data, " ");
        Assert.Contains("has changed since", Invoke("rerun", InFolder("out.json")).Error, StringComparison.Ordinal);
        File.Delete(data);
        Assert.Contains("is not here", Invoke("rerun", InFolder("out.json")).Error, StringComparison.Ordinal);

        var file = JsonNode.Parse(File.ReadAllText(InFolder("out.json")))!;
        file["manifest"]!["inputs"] = new JsonObject();
        file["manifest"]!["arguments"] = new JsonArray("experiment", "eve-cain", "--seeds", "1", "--optimizer", "Cain", "--epochs", "1");
        File.WriteAllText(InFolder("other.json"), file.ToJsonString());
        Assert.Contains("gives the runs Cain/test seed 1, but the file holds Eve/test seed 42", Invoke("rerun", InFolder("other.json")).Error, StringComparison.Ordinal);
        file["manifest"]!["arguments"] = new JsonArray("run", "notebook.ipynb");
        File.WriteAllText(InFolder("other.json"), file.ToJsonString());
        Assert.Contains("no arguments of 'optimnb experiment eve-cain'", Invoke("rerun", InFolder("other.json")).Error, StringComparison.Ordinal);
        file["manifest"]!["arguments"] = new JsonArray("experiment", "eve-cain", "--speed", "9");
        File.WriteAllText(InFolder("other.json"), file.ToJsonString());
        Assert.Contains("is not understood", Invoke("rerun", InFolder("other.json")).Error, StringComparison.Ordinal);
        Assert.Contains("at least 0", Invoke("rerun", InFolder("other.json"), "--tolerance", "-1").Error, StringComparison.Ordinal);
        Assert.Equal(1, Invoke("rerun", InFolder("none.json")).Code);
    }

    private static string Golden => Repository.Path("data", "golden", "experiment_seed42.json");

    private static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = new RootCommand { ExperimentVerb.Create(), RerunVerb.Create() }.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string InFolder(string name) => Path.Combine(folder.FullName, name);
}
