using System.Text.Json;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Tests.Experiments.Tasks;

public class TaskResultsTests
{
    [Fact]
    public void The_file_reads_back_with_a_diverged_run_and_holds_no_time()
    {
        using var file = new TemporaryFile("out.json");
        var run = TaskRunnerTests.Run("quadratic", "SGD", seed: 2, steps: 100, ("lr", 1e6));
        new TaskResults([run], RunManifest.Capture([2])).Save(file.Path);
        TaskResults.SaveTimings(file.Path, [new TaskTiming("quadratic", "SGD", run.Settings, 2, 1.5, null)]);
        Assert.Equal(["out.json", "out.timings.json"], Directory.GetFiles(file.Folder).Select(Path.GetFileName).Order());

        var read = TaskResults.Load(file.Path).Runs.Single();
        Assert.Equal(JsonSerializer.Serialize(run, ResultJson.Options), JsonSerializer.Serialize(read, ResultJson.Options));
        Assert.True(double.IsNaN(read.Final) && read.Diverged);
        Assert.DoesNotContain("seconds", File.ReadAllText(file.Path), StringComparison.Ordinal);
        Assert.Contains("\"wall_seconds\":1.5,\"seconds_to_target\":null", File.ReadAllText(TaskResults.TimingsPath(file.Path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"runs\":[{}],\"manifest\":{}}")]
    [InlineData("[")]
    public void A_file_of_another_form_is_refused_with_its_name(string text)
    {
        using var file = new TemporaryFile("out.json", text);
        Assert.Contains(file.Path, Assert.Throws<InvalidDataException>(() => TaskResults.Load(file.Path)).Message, StringComparison.Ordinal);
    }
}
