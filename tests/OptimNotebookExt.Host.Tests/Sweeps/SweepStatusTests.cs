using System.Text.Json.Nodes;
using OptimNotebookExt.Experiments.Sweeps;
using static OptimNotebookExt.Host.Tests.Sweeps.SweepFolderFixture;

namespace OptimNotebookExt.Host.Tests.Sweeps;

/// <summary>What becomes of a sweep beyond its running: failures, extension, rerun, report, messages.</summary>
public sealed class SweepStatusTests
{
    [Fact]
    public void A_failed_run_is_said_is_left_and_is_done_again_when_asked_for()
    {
        using var folder = new SweepFolderFixture();
        var results = new SweepFolder(folder.In("out"));
        var first = SweepPlan.Tuning(SweepDefinition.Load(folder.SweepFile)).First();
        results.KeepFailure(first, "OutOfMemoryException: no room");

        var (code, output, _) = folder.Run("out");
        Assert.Equal(1, code);
        Assert.Contains("failed: Eve lr=0.03 seed 1: OutOfMemoryException: no room", output, StringComparison.Ordinal);
        // What depends on it is not done.
        Assert.Contains("9 of 12 runs done, 1 failed (--retry-failed does them again)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Eve", string.Concat(SweepResults.Load(folder.In("out", "sweep.json")).Curves.Select(c => c.Optimizer)), StringComparison.Ordinal);

        (code, output, _) = folder.Run("out", "--retry-failed");
        Assert.Equal(0, code);
        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith('[')));
    }

    [Fact]
    public void Status_merges_what_is_there_and_more_seeds_add_to_it()
    {
        using var folder = new SweepFolderFixture();
        Assert.Equal(3, Invoke("sweep", folder.SweepFile, "--out", folder.In("out"), "--status").Code);
        Assert.Equal(0, folder.Run("out").Code);
        var times = folder.Runs("out").ToDictionary(f => f, File.GetLastWriteTimeUtc);
        folder.Write(Definition with { Steps = 5, Seeds = [11, 12, 13] });

        var (code, output, _) = Invoke("sweep", folder.SweepFile, "--out", folder.In("out"), "--status");
        Assert.Equal(3, code);
        Assert.Contains("12 of 15 runs done", output, StringComparison.Ordinal);
        Assert.Matches("Eve +2/2 +lr=0.1 +2/3", output);

        Assert.Equal(3, folder.Run("out").Output.Split('\n').Count(line => line.StartsWith('[')));
        Assert.All(times, t => Assert.Equal(t.Value, File.GetLastWriteTimeUtc(t.Key)));
        Assert.Equal(0, Invoke("sweep", folder.SweepFile, "--out", folder.In("out"), "--status").Code);
    }

    [Fact]
    public void Any_run_is_made_again_from_its_file_and_from_the_merged_one()
    {
        using var folder = new SweepFolderFixture();
        Assert.Equal(0, folder.Run("out").Code);
        var (run, merged) = (folder.Runs("out")[0], folder.In("out", "sweep.json"));
        var key = Path.GetFileNameWithoutExtension(run);

        var (code, output, _) = Invoke("rerun", run);
        Assert.Equal(0, code);
        Assert.Contains($"{key}: the same bits", output, StringComparison.Ordinal);
        Assert.Contains("12 of 12 runs are the same to the bit", Invoke("rerun", merged).Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 runs are the same to the bit", Invoke("rerun", merged, "--run", key).Output, StringComparison.Ordinal);
        Assert.Contains("has no run of this key", Invoke("rerun", merged, "--run", "none").Error, StringComparison.Ordinal);

        var changed = JsonNode.Parse(File.ReadAllText(run))!;
        changed["losses"]![2] = changed["losses"]![2]!.GetValue<double>() * (1 + 1e-15);
        File.WriteAllText(run, changed.ToJsonString());
        (code, output, _) = Invoke("rerun", run);
        Assert.Equal(1, code);
        Assert.Contains($"{key}: differs", output, StringComparison.Ordinal);

        (code, output, _) = Invoke("report", "--results", merged, "--out", folder.In("page", "report.html"));
        Assert.Equal(0, code);
        Assert.Contains("Wilcoxon", output, StringComparison.Ordinal);
        Assert.Contains("The sweep small: 3 optimizers on quadratic", File.ReadAllText(folder.In("page", "report.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--processes must be at least 1, but is 0", "--processes", "0")]
    [InlineData("--status and --slurm cannot go together", "--status", "--slurm")]
    [InlineData("--no-submit and --slurm-option belong to --slurm", "--no-submit")]
    [InlineData("--processes is for runs on this machine", "--slurm", "--processes", "2")]
    [InlineData("--slurm-option array=3: array is set by the sweep itself", "--slurm", "--no-submit", "--slurm-option", "array=3")]
    public void What_cannot_be_is_said_in_one_line(string message, params string[] arguments)
    {
        using var folder = new SweepFolderFixture();

        var (code, _, error) = Invoke(["sweep", folder.SweepFile, "--out", folder.In("out"), .. arguments]);

        Assert.Equal(1, code);
        Assert.StartsWith($"optimnb: {message}", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Scripts_for_a_cluster_say_all_that_sbatch_needs()
    {
        using var folder = new SweepFolderFixture();
        folder.Write(Definition with { Slurm = new Dictionary<string, string> { ["partition"] = "cpu", ["time"] = "00:10:00" }, Threads = 2 });

        var (code, _, error) = Invoke("sweep", folder.SweepFile, "--out", folder.In("a 'b' %"), "--slurm", "--no-submit", "--runs-per-task", "4", "--slurm-option", "partition=long", "exclusive");

        Assert.True(code == 0, error);
        var submission = folder.In("a 'b' %", "slurm", "001");
        var script = File.ReadAllText(Path.Combine(submission, "best.sh"));
        Assert.Contains("#SBATCH --array=\"0-1\"\n", script, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --cpus-per-task=\"2\"\n", script, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --partition=\"long\"\n", script, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --time=\"00:10:00\"\n", script, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --exclusive\n", script, StringComparison.Ordinal);
        Assert.Contains("a 'b' %%/slurm/001/best-%a.out\"\n", script, StringComparison.Ordinal);
        Assert.Contains(@"a '\''b'\'' %/slurm/001/best.list' --line ""$((SLURM_ARRAY_TASK_ID * 4))"" --lines 4", script, StringComparison.Ordinal);
        Assert.Equal(["tune 0 0 1", "tune 0 1 1", "tune 1 0 1", "tune 1 1 1", "tune 2 0 1", "tune 2 1 1"], File.ReadAllLines(Path.Combine(submission, "tune.list")));
        Assert.Equal(["best 0 11", "best 0 12", "best 1 11", "best 1 12", "best 2 11", "best 2 12"], File.ReadAllLines(Path.Combine(submission, "best.list")));
    }
}
