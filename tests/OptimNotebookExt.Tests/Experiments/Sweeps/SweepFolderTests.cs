using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

public sealed class SweepFolderTests
{
    private static readonly SweepRun Run = SweepPlan.Tuning(SweepExample.Definition).First();

    [Fact]
    public void What_is_kept_is_found_and_a_failure_is_over_then()
    {
        using var temporary = new TemporaryFolder();
        var folder = new SweepFolder(temporary.Root);
        folder.KeepFailure(Run, "why");
        Assert.Equal("why", folder.Failure(Run));
        Assert.Null(folder.Find(Run));

        Keep(folder);

        Assert.Null(folder.Failure(Run));
        Assert.Equal(1, folder.Find(Run)!.Value);
        Assert.Equal(2.5, folder.Timing(Run)!.WallSeconds);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\"seed\":1", "\"seed\":2")]
    [InlineData("\"threads\":1", "\"threads\":4")]
    [InlineData("\"lr\":0.1", "\"lr\":0.2")]
    public void A_file_that_is_damaged_or_of_another_run_is_no_result(string part, string instead)
    {
        using var temporary = new TemporaryFolder();
        var folder = new SweepFolder(temporary.Root);
        Keep(folder);
        var text = File.ReadAllText(folder.RunFile(Run));
        Assert.Contains(part, text, StringComparison.Ordinal);

        File.WriteAllText(folder.RunFile(Run), part.Length == 0 ? text[..^20] : text.Replace(part, instead, StringComparison.Ordinal));

        Assert.Null(folder.Find(Run));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed_with_the_next_claim()
    {
        using var temporary = new TemporaryFolder();
        var folder = new SweepFolder(temporary.Root);
        var (mine, other) = (folder.RunFile(Run) + ".abc.tmp", Path.Combine(temporary.Root, "runs", "other.json.abc.tmp"));
        File.WriteAllText(mine, "{");
        File.WriteAllText(other, "{");

        folder.RemoveUnfinished(Run);

        Assert.False(File.Exists(mine));
        Assert.True(File.Exists(other));
    }

    private static void Keep(SweepFolder folder)
    {
        var figures = new TaskRun
        {
            Task = "quadratic",
            Optimizer = Run.Choice.Name,
            Settings = Run.Choice.Settings,
            Seed = Run.Seed,
            Steps = 100,
            Threads = 1,
            LossSteps = [100],
            Losses = [1],
            Final = 1,
            Metric = "loss",
            Value = 1,
            Target = 0.5,
        };
        folder.Keep(Run, figures, new SweepTiming(Run.Key, 2.5, null, 2, RunManifest.Capture([])));
    }
}
